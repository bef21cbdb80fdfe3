//! Bodies that are read as they arrive: of operations, and of the addresses that responses contain.

#[cfg(feature = "blocking")]
mod blocking;
pub(in crate::runtime) mod external_download;
mod future;
mod stream;

#[cfg(feature = "blocking")]
pub use self::blocking::BlockingDownload;
pub use self::future::DownloadFuture;
pub use self::stream::Download;
