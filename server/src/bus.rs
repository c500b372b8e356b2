//! News inside of the process: who changes something tells it here, who watches hears of it.

use ::meshery::types::Event;
use tokio::sync::broadcast;

/// What happened.
#[derive(Debug, Clone)]
pub enum News {
    /// An event was stored.
    Event(Box<Event>),
    /// Designs changed.
    Designs,
    /// Filters changed.
    Filters,
    /// The server stops: no more news.
    Stop,
}

/// The bus; cloning shares it. News that nobody watches for is gone.
#[derive(Debug, Clone)]
pub struct Bus {
    sender: broadcast::Sender<News>,
}

/// A watcher that is further behind than this loses the oldest news, and goes on.
const BEHIND: usize = 1024;

impl Default for Bus {
    fn default() -> Self {
        Self { sender: broadcast::Sender::new(BEHIND) }
    }
}

impl Bus {
    /// Tells everyone who watches.
    pub fn tell(&self, news: News) {
        // An error says that nobody watches, which is fine.
        let _ = self.sender.send(news);
    }

    /// Hears all news from now on.
    #[must_use]
    pub fn watch(&self) -> Watch {
        Watch { receiver: self.sender.subscribe() }
    }
}

/// The news since a moment.
#[derive(Debug)]
pub struct Watch {
    receiver: broadcast::Receiver<News>,
}

impl Watch {
    /// The next piece; `None` once the server stops.
    pub async fn next(&mut self) -> Option<News> {
        loop {
            match self.receiver.recv().await {
                Ok(News::Stop) => return None,
                Ok(news) => return Some(news),
                Err(broadcast::error::RecvError::Lagged(n_lost)) => {
                    tracing::warn!(n_lost, "a watcher was too slow");
                }
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}
