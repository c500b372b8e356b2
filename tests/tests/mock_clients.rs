//! A generated client works against the mock of the same document: every operation, called once, gives a
//! success of the document that decodes.
//!
//! Passed over, with a line that says so, where the corpus is not present.

use meshwright::format::Formatter;
use meshwright_generator::Emit;
use tests::calls::Caller;
use tests::generate::parts_of;
use tests::{corpus, mock, root};

/// The name of the crate, and the document. The first few are the sample.
const DOCUMENTS: &[(&str, &str)] = &[
    ("called-petstore", "oai-examples/v3.0/petstore-expanded.yaml"),
    ("called-trains", "train-travel/openapi.yaml"),
    ("called-xkcd", "xkcd/xkcd.com.json"),
    ("called-tictactoe", "oai-examples/v3.1/tictactoe.yaml"),
    ("called-ably", "ably-control/control.json"),
    ("called-adyen", "adyen/CheckoutService-v71.yaml"),
    ("called-docker", "docker-engine/swagger.yaml"),
    ("called-httpbin", "httpbin/httpbin.org.json"),
    ("called-kinto", "mozilla-kinto/kinto.json"),
    ("called-lichess", "lichess/lichess-api.yaml"),
    ("called-meilisearch", "meilisearch/open-api.json"),
    ("called-microcks", "microcks/microcks-openapi-v1.15.yaml"),
    ("called-nomad", "nomad/openapi.yaml"),
    ("called-qdrant", "qdrant/openapi.json"),
    ("called-spotify", "spotify/fixed-spotify-open-api.yml"),
    ("called-weatherbit", "weatherbit/weatherbit.io.json"),
    ("called-weaviate", "weaviate/schema.json"),
];
const SAMPLE: usize = 3;

/// Operations that cannot be called like this, each with what is in the way.
const EXCEPTIONS: &[(&str, &str, &str)] = &[(
    "called-weaviate",
    "addPermissions",
    "a member is required that is no property, so that the type has no place for it",
)];

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_of_real_documents_can_be_called() {
    let Some(folder) = corpus::folder() else { return };
    let folder = folder.join("openapi");
    let documents = if tests::all() { DOCUMENTS } else { &DOCUMENTS[..SAMPLE] };
    let workspace = if tests::all() { "mock-clients" } else { "mock-clients-quick" };
    let mut caller = Caller::new(workspace);
    let (mut urls, mut n_operations) = (Vec::new(), 0);
    for (name, path) in documents {
        let emit = Emit { server: false, client: true, contract: true, eq: false };
        let outcome = parts_of(&folder, path, name, emit);
        let mut tree = outcome.tree.unwrap_or_else(|| panic!("`{path}` was refused"));
        let formatter = Formatter::new(root(), None).expect("rustfmt");
        formatter.format(&mut tree).expect("formatted");
        let mocked = mock::of(&folder, path).expect("a mock");
        caller.add(name, &tree, &mocked);
        urls.push(serve(&mocked).await);
        n_operations += mocked.operations.len();
    }
    let out = tokio::task::block_in_place(|| caller.run(&urls));
    let said = String::from_utf8_lossy(&out.stdout);
    assert!(out.status.success(), "{said}\n{}", String::from_utf8_lossy(&out.stderr));
    let mut wrong: Vec<&str> = said.lines().filter(|it| !it.starts_with("ok\t")).collect();
    let n_wrong = wrong.len();
    wrong.retain(|line| {
        let mut parts = line.split('\t').skip(1);
        let (name, operation) = (parts.next(), parts.next());
        !EXCEPTIONS.iter().any(|it| Some(it.0) == name && Some(it.1) == operation)
    });
    print(&format!(
        "{} documents, {n_operations} operations called, {} exceptions",
        documents.len(),
        n_wrong - wrong.len()
    ));
    assert_eq!(said.lines().count(), n_operations, "a line for each operation");
    assert!(wrong.is_empty(), "{} of {n_operations}\n{}", wrong.len(), wrong.join("\n"));
}

async fn serve(mocked: &meshwright_generator::rust::Mock) -> String {
    let router = meshwright::mock::router(std::slice::from_ref(mocked));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[expect(clippy::print_stderr, reason = "for whoever runs the tests with `--nocapture`")]
fn print(text: &str) {
    eprintln!("{text}");
}
