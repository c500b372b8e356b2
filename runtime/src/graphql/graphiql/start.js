// Tells the editor where its workers are, and GraphiQL where the API is.
const root = document.getElementById("graphiql");
const { base, endpoint } = root.dataset;
const workers = { graphql: "graphql.worker..bundle.js", json: "json.worker.bundle.js" };
self.MonacoEnvironment = {
  getWorkerUrl: (_, label) => `${base}/${workers[label] ?? "editor.worker.bundle.js"}`,
};
YogaGraphiQL.renderYogaGraphiQL(root, { endpoint, title: "GraphiQL" });
