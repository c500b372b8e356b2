//! News inside of the process: who changes something tells it here, who watches hears of it.

use std::sync::Arc;

use ::meshery::types::Event;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};

use crate::cluster::Report;

/// What happened.
#[derive(Debug, Clone)]
pub enum News {
    /// An event was stored.
    Event(Box<Event>),
    /// Designs changed.
    Designs,
    /// Filters changed.
    Filters,
    /// Performance profiles changed.
    Profiles,
    /// Results of load tests changed.
    Results,
    /// Kubernetes contexts changed.
    Contexts,
    /// Something was registered of a model.
    Registry,
    /// What is known of clusters' resources changed.
    Resources,
    /// MeshSync reported a change.
    Report(Arc<Report>),
    /// The connection to the broker changed.
    Broker,
    /// The watcher was too slow, and does not know what happened.
    Missed,
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
        match self.receiver.recv().await {
            Ok(News::Stop) | Err(RecvError::Closed) => None,
            Ok(news) => Some(news),
            Err(RecvError::Lagged(n_lost)) => {
                tracing::warn!(n_lost, "a watcher was too slow");
                Some(News::Missed)
            }
        }
    }

    /// Waits until something happens that matters, or may have; `None` once the server stops.
    ///
    /// Whoever looks then sees what has happened meanwhile as well, so that is passed over.
    pub async fn changed(&mut self, matters: impl Fn(&News) -> bool) -> Option<()> {
        loop {
            let news = self.next().await?;
            if matches!(news, News::Missed) || matters(&news) {
                break;
            }
        }
        loop {
            match self.receiver.try_recv() {
                Ok(News::Stop) | Err(TryRecvError::Closed) => return None,
                Ok(_) | Err(TryRecvError::Lagged(_)) => {}
                Err(TryRecvError::Empty) => return Some(()),
            }
        }
    }
}
