//! Where the server listens: a port, or a Unix socket that only a web server on the same machine reaches.

use std::fmt;
use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use api::server::Listener;

/// What `--listen` names.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    /// An address and a port.
    Port(SocketAddr),
    /// The path of a socket.
    Socket(PathBuf),
}

impl FromStr for Place {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("unix:") {
            Some(path) if !path.is_empty() => Ok(Self::Socket(PathBuf::from(path))),
            _ => text
                .parse()
                .map(Self::Port)
                .map_err(|_| "write it like 127.0.0.1:8080 or unix:/run/lotse/lotse.sock".to_owned()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(address) => address.fmt(f),
            Self::Socket(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

impl Place {
    /// Listens there; a socket that nobody listens on any more is replaced.
    pub(crate) fn bind(&self) -> io::Result<Listener> {
        match self {
            Self::Port(address) => TcpListener::bind(address).map(Listener::Tcp),
            Self::Socket(path) => bound(path).map(Listener::Unix),
        }
    }

    /// Takes the socket away that the server has left.
    pub(crate) fn leave(&self) {
        if let Self::Socket(path) = self {
            // Whoever starts next replaces it as well.
            drop(fs::remove_file(path));
        }
    }
}

fn bound(path: &Path) -> io::Result<UnixListener> {
    let listener = match UnixListener::bind(path) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse && is_stale(path) => {
            fs::remove_file(path)?;
            UnixListener::bind(path)
        }
        bound => bound,
    }?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o660))?;
    Ok(listener)
}

fn is_stale(path: &Path) -> bool {
    let is_socket = fs::symlink_metadata(path).is_ok_and(|found| found.file_type().is_socket());
    let refused = |error: io::Error| error.kind() == io::ErrorKind::ConnectionRefused;
    is_socket && UnixStream::connect(path).err().is_some_and(refused)
}
