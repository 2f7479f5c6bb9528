//! HTTP/1.1 for one process and its own client: one request a connection, small, within two seconds.

use std::{
    fmt,
    io::{self, Read, Write as _},
    net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use serde_json::Value;

const PATIENCE: Duration = Duration::from_secs(2);
const MAX_REQUEST: usize = 16 * 1024;

/// A request as far as the demo looks at it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: String,
    /// Without the query.
    pub(super) path: String,
    pub(super) body: String,
}

/// A response; it always ends the connection.
#[derive(Debug)]
pub(super) struct Response {
    pub(super) status: u16,
    content_type: &'static str,
    allow: Option<&'static str>,
    body: String,
}

impl Response {
    pub(super) fn json(status: u16, body: &Value) -> Self {
        Self {
            content_type: "application/json",
            ..Self::text(status, &body.to_string())
        }
    }

    pub(super) fn text(status: u16, body: &str) -> Self {
        Self {
            status,
            content_type: "text/plain; charset=utf-8",
            allow: None,
            body: body.to_owned(),
        }
    }

    pub(super) fn method_not_allowed(allow: &'static str) -> Self {
        Self {
            allow: Some(allow),
            ..Self::text(405, "method not allowed")
        }
    }

    /// `no-store` is what RFC 6749 §5.1 asks of a token response; it suits the others too.
    fn to_bytes(&self) -> Vec<u8> {
        let reason = match self.status {
            200 => "OK",
            404 => "Not Found",
            405 => "Method Not Allowed",
            500 => "Internal Server Error",
            _ => "Bad Request",
        };
        let allow = self.allow.map(|allow| format!("Allow: {allow}\r\n"));
        format!(
            "HTTP/1.1 {} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}\
             Cache-Control: no-store\r\nConnection: close\r\n\r\n{}",
            self.status,
            self.content_type,
            self.body.len(),
            allow.unwrap_or_default(),
            self.body
        )
        .into_bytes()
    }
}

/// A port of the system's choice on loopback.
pub(super) fn listen() -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
}

/// A thread that answers until this value is dropped.
pub(super) struct Server {
    address: SocketAddr,
    stopping: Arc<AtomicBool>,
    served: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(
        listener: TcpListener,
        address: SocketAddr,
        answer: impl Fn(&Request) -> Response + Send + Sync + 'static,
    ) -> Self {
        let stopping = Arc::new(AtomicBool::new(false));
        let served = Arc::new(Mutex::new(Vec::new()));
        let (stop, log) = (Arc::clone(&stopping), Arc::clone(&served));
        let thread = thread::spawn(move || {
            // A connection that sends nothing must not hold up the next one.
            thread::scope(|scope| {
                for stream in listener.incoming() {
                    if stop.load(Ordering::SeqCst) {
                        break;
                    }
                    let Ok(stream) = stream else { continue };
                    // A client that went away is its own affair.
                    scope.spawn(|| serve(stream, &answer, &log).ok());
                }
            });
        });
        Self {
            address,
            stopping,
            served,
            thread: Some(thread),
        }
    }

    /// Method and path of every request that was answered with 200, in order.
    pub(super) fn served(&self) -> Vec<String> {
        self.served
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Server({})", self.address)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        // The thread waits in `accept`; a connection wakes it. Where none can be made, it is left
        // to the end of the process.
        if TcpStream::connect_timeout(&self.address, PATIENCE).is_ok()
            && let Some(thread) = self.thread.take()
        {
            let _ = thread.join();
        }
    }
}

fn serve(
    mut stream: TcpStream,
    answer: &impl Fn(&Request) -> Response,
    log: &Mutex<Vec<String>>,
) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let mut limited = Deadline {
        stream: &stream,
        until: Instant::now() + PATIENCE,
    };
    let request = read_request(&mut limited);
    let response = match &request {
        Ok(request) => answer(request),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            Response::text(400, &error.to_string())
        }
        Err(_) => return Ok(()),
    };
    if let (Ok(request), 200) = (&request, response.status) {
        let line = format!("{} {}", request.method, request.path);
        log.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(line);
    }
    stream.write_all(&response.to_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    if request.is_err() {
        // Closing with unread bytes resets the connection, and the answer could be lost.
        let mut rest = Deadline {
            stream: &stream,
            until: Instant::now() + PATIENCE,
        };
        io::copy(&mut rest, &mut io::sink())?;
    }
    Ok(())
}

/// A stream that gives up at a point in time, however slowly bytes drip.
struct Deadline<'a> {
    stream: &'a TcpStream,
    until: Instant,
}

impl Read for Deadline<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(buffer)
    }
}

/// Reads one request (RFC 9112 §2). `InvalidData` says what is wrong with it.
fn read_request(source: &mut impl Read) -> io::Result<Request> {
    let mut bytes = Vec::new();
    let head_length = loop {
        if let Some(at) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break at;
        }
        more(source, &mut bytes)?;
    };
    let head = text(&bytes[..head_length])?;
    let mut lines = head.split("\r\n");
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0"), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(garbled("no request line"));
    };
    if method.is_empty() || !target.starts_with('/') {
        return Err(garbled("no request line"));
    }
    let mut length = 0;
    for line in lines {
        let (name, value) = line
            .split_once(':')
            .ok_or_else(|| garbled("a header without a colon"))?;
        if name.eq_ignore_ascii_case("transfer-encoding") {
            return Err(garbled("a body without Content-Length"));
        }
        if name.eq_ignore_ascii_case("content-length") {
            length = value
                .trim()
                .parse::<usize>()
                .map_err(|_| garbled("a Content-Length that is no number"))?;
        }
    }
    let (method, path) = (
        method.to_owned(),
        target.split('?').next().unwrap_or_default().to_owned(),
    );
    let start = head_length + 4;
    let end = start
        .checked_add(length)
        .filter(|end| *end <= MAX_REQUEST)
        .ok_or_else(|| garbled("too long"))?;
    while bytes.len() < end {
        more(source, &mut bytes)?;
    }
    Ok(Request {
        method,
        path,
        body: text(&bytes[start..end])?.to_owned(),
    })
}

fn more(source: &mut impl Read, bytes: &mut Vec<u8>) -> io::Result<()> {
    if bytes.len() >= MAX_REQUEST {
        return Err(garbled("too long"));
    }
    let mut buffer = [0; 2048];
    match source.read(&mut buffer)? {
        0 if bytes.is_empty() => Err(io::ErrorKind::UnexpectedEof.into()),
        0 => Err(garbled("cut off")),
        count => {
            bytes.extend_from_slice(&buffer[..count]);
            Ok(())
        }
    }
}

fn text(bytes: &[u8]) -> io::Result<&str> {
    std::str::from_utf8(bytes).map_err(|_| garbled("not UTF-8"))
}

fn garbled(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("bad request: {what}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start() -> (Server, SocketAddr) {
        let listener = listen().expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = Server::start(listener, address, |request| match request.path.as_str() {
            "/echo" => Response::text(200, &request.body),
            _ => Response::method_not_allowed("GET"),
        });
        (server, address)
    }

    fn send(address: SocketAddr, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(address).expect("a connection");
        stream.write_all(bytes).expect("a request sent");
        stream.shutdown(Shutdown::Write).expect("an end");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        answer
    }

    #[test]
    fn a_request_is_read_whole_and_answered() {
        let (server, address) = start();
        let answer = send(
            address,
            b"POST /echo?a=b HTTP/1.1\r\nHost: x\r\ncontent-length: 5\r\n\r\nhello, this is beyond",
        );
        assert!(answer.starts_with("HTTP/1.1 200 OK\r\n"), "{answer}");
        assert!(answer.contains("\r\nContent-Length: 5\r\n"), "{answer}");
        assert!(answer.contains("\r\nConnection: close\r\n"), "{answer}");
        assert!(answer.ends_with("\r\n\r\nhello"), "{answer}");
        assert_eq!(server.served(), ["POST /echo"]);
    }

    #[test]
    fn a_refusal_names_the_method_that_is_allowed() {
        let (server, address) = start();
        let answer = send(address, b"PUT /other HTTP/1.1\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 405 "), "{answer}");
        assert!(answer.contains("\r\nAllow: GET\r\n"), "{answer}");
        assert!(server.served().is_empty());
    }

    #[test]
    fn garbled_requests_are_answered_with_400() {
        let (_server, address) = start();
        let long = [b"GET /echo HTTP/1.1\r\nX: ".as_slice(), &[b'x'; 40_000]].concat();
        for (garbled, why) in [
            (b"\x16\x03\x01\x02\x00\x01\x00".as_slice(), "cut off"),
            (b"\r\n\r\n", "no request line"),
            (b"GET  /echo HTTP/1.1\r\n\r\n", "no request line"),
            (b"GET http://else/ HTTP/1.1\r\n\r\n", "no request line"),
            (b"GET /echo HTTP/9\r\n\r\n", "no request line"),
            (b"GET /\xff HTTP/1.1\r\n\r\n", "not UTF-8"),
            (b"GET /echo HTTP/1.1\r\nnonsense\r\n\r\n", "without a colon"),
            (
                b"POST /echo HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "no number",
            ),
            (
                b"POST /echo HTTP/1.1\r\nContent-Length: 9\r\n\r\nshort",
                "cut off",
            ),
            (
                b"POST /echo HTTP/1.1\r\nContent-Length: 18446744073709551615\r\n\r\n",
                "too long",
            ),
            (
                b"POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "without Content-Length",
            ),
            (&long, "too long"),
        ] {
            let answer = send(address, garbled);
            let shown = String::from_utf8_lossy(&garbled[..garbled.len().min(60)]);
            assert!(answer.starts_with("HTTP/1.1 400 "), "{shown}: {answer}");
            assert!(answer.contains(why), "{shown}: {answer}");
        }
    }

    #[test]
    fn a_silent_connection_holds_up_nobody() {
        let (server, address) = start();
        let _silent = TcpStream::connect(address).expect("a connection");
        let answer = send(address, b"GET /echo HTTP/1.1\r\n\r\n");
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        assert_eq!(server.served(), ["GET /echo"]);
    }
}
