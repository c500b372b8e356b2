//! What stands between a client and a server, and breaks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::AbortHandle;

/// What connections do.
#[derive(Clone, Copy, PartialEq)]
enum State {
    Flows,
    /// Those that are open break.
    Cut,
    /// Those that are open stay open, and nothing comes through any more.
    Frozen,
}

/// Hands bytes on in both directions.
pub(crate) struct Proxy {
    /// Where clients go.
    pub(crate) url: String,
    state: watch::Sender<State>,
    made: Arc<AtomicUsize>,
    open: Arc<AtomicUsize>,
    accepting: AbortHandle,
}

impl Proxy {
    pub(crate) async fn start(url: &str) -> Self {
        let server: String = url.split('/').nth(2).expect("an address").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (state, receiver) = watch::channel(State::Flows);
        let (made, open) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let counts = (Arc::clone(&made), Arc::clone(&open));
        let accepting = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = TcpStream::connect(&server).await.expect("the server");
                counts.0.fetch_add(1, Ordering::SeqCst);
                counts.1.fetch_add(1, Ordering::SeqCst);
                let mut receiver = receiver.clone();
                receiver.mark_unchanged();
                let open = Arc::clone(&counts.1);
                tokio::spawn(async move {
                    pass(client, server, receiver).await;
                    open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        let url = format!("http://{address}/graphql");
        Self { url, state, made, open, accepting: accepting.abort_handle() }
    }

    /// Breaks the connections that are open.
    pub(crate) fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    /// Lets nothing through on the connections that are open.
    pub(crate) fn freeze(&self) {
        self.state.send_replace(State::Frozen);
    }

    /// Breaks the connections that are open, and takes no others.
    pub(crate) fn stop(&self) {
        self.accepting.abort();
        self.cut();
    }

    /// How many connections were made.
    pub(crate) fn connections(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }

    /// How many connections are open.
    pub(crate) fn open(&self) -> usize {
        self.open.load(Ordering::SeqCst)
    }
}

async fn pass(client: TcpStream, server: TcpStream, mut state: watch::Receiver<State>) {
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = server.into_split();
    let both = async { tokio::join!(copy(from_client, to_server), copy(from_server, to_client)) };
    tokio::pin!(both);
    tokio::select! {
        _ = &mut both => return,
        changed = state.changed() => {
            if changed.is_err() || *state.borrow() == State::Cut {
                return;
            }
        }
    }
    // Frozen: the connection is held, and nobody reads or writes.
    std::future::pending::<()>().await;
}

async fn copy(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin) {
    let mut buffer = vec![0; 16 << 10];
    while let Ok(n) = from.read(&mut buffer).await {
        if n == 0 || to.write_all(&buffer[..n]).await.is_err() {
            break;
        }
    }
    let _ = to.shutdown().await;
}
