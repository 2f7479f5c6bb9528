//! The one request that the demo's own application makes.

use std::{
    io::{self, Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    time::Duration,
};

use zeroize::Zeroizing;

const PATIENCE: Duration = Duration::from_secs(5);
const MAX_RESPONSE: u64 = 64 * 1024;

/// Posts a form and gives the status code and the body.
pub(super) fn post(
    address: SocketAddr,
    path: &str,
    form: &str,
) -> io::Result<(u16, Zeroizing<String>)> {
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    let request = format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\
         Accept: application/json\r\nConnection: close\r\n\r\n{form}",
        form.len()
    );
    stream.write_all(request.as_bytes())?;
    let mut response = Zeroizing::new(String::new());
    stream.take(MAX_RESPONSE).read_to_string(&mut response)?;
    let (head, body) = response
        .split_once("\r\n\r\n")
        .ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .ok_or(io::ErrorKind::InvalidData)?;
    Ok((status, Zeroizing::new(body.to_owned())))
}
