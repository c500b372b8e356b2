"""Shows that the local user is calling, as the user interface does: with the cookie of the provider."""

import schemathesis


@schemathesis.auth()
class LocalUser:
    def get(self, case, ctx):
        return {"meshery-provider": "None"}

    def set(self, case, data, ctx):
        case.cookies = dict(case.cookies or {}) | data
        case.cookies.pop("token", None)
