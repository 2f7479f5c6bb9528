//! Small servers on loopback, and the built program with a clean environment.
//!
//! A test file that uses a part of this only says so at its `mod support;`, with
//! `#[expect(dead_code, reason = "…")]`.

use std::{
    io::{BufRead as _, BufReader, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    process::{Command, Output, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// What a server does with a request.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// Status, content type, body.
    Answer(u16, &'static str, String),
    /// 302 with this `Location`.
    Redirect(String),
    /// Five bytes a second, for ever.
    Drip,
    /// Nothing, for ever.
    Silence,
    /// A body without end, as fast as it is taken.
    Endless,
}

impl Reply {
    pub(crate) fn json(body: impl Into<String>) -> Self {
        Self::Answer(200, "application/json", body.into())
    }

    pub(crate) fn not_found() -> Self {
        Self::Answer(404, "text/plain", "not here".to_owned())
    }
}

/// An HTTP/1.1 server on `127.0.0.1:0` that ends with the test and writes down what was asked.
pub(crate) struct Server {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    asked: Arc<Mutex<Vec<String>>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Answers each path; the handler is given the server's own base URL too.
    pub(crate) fn start(handler: impl Fn(&str, &str) -> Reply + Send + Sync + 'static) -> Self {
        Self::launch("http", "127.0.0.1", handler, Some)
    }

    /// The same over TLS as `localhost`, and the PEM certificate to trust.
    pub(crate) fn start_tls(
        handler: impl Fn(&str, &str) -> Reply + Send + Sync + 'static,
    ) -> (Self, String) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let pem = made.cert.pem();
        let key = rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.unwrap())
            .unwrap();
        let config = Arc::new(config);
        let secure = move |stream: TcpStream| {
            let connection = rustls::ServerConnection::new(Arc::clone(&config)).ok()?;
            Some(rustls::StreamOwned::new(connection, stream))
        };
        (Self::launch("https", "localhost", handler, secure), pem)
    }

    fn launch<S: Read + Write>(
        scheme: &'static str,
        host: &'static str,
        handler: impl Fn(&str, &str) -> Reply + Send + Sync + 'static,
        wrap: impl Fn(TcpStream) -> Option<S> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let asked = Arc::new(Mutex::new(Vec::new()));
        let base = format!("{scheme}://{host}:{}", address.port());
        let shared = (Arc::clone(&stop), Arc::clone(&asked));
        let answer = Arc::new((handler, wrap));
        let thread = thread::spawn(move || {
            let (stop, asked) = shared;
            for stream in listener.incoming().map_while(Result::ok) {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let (stop, asked) = (Arc::clone(&stop), Arc::clone(&asked));
                let (answer, base) = (Arc::clone(&answer), base.clone());
                thread::spawn(move || {
                    if let Some(stream) = (answer.1)(stream) {
                        serve(stream, &stop, |path| {
                            asked.lock().unwrap().push(path.to_owned());
                            (answer.0)(path, &base)
                        });
                    }
                });
            }
        });
        Self {
            address,
            stop,
            asked,
            thread: Some(thread),
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// `http://127.0.0.1:PORT`
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port())
    }

    /// The paths asked for, in order.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// How often a path was asked for.
    pub(crate) fn count(&self, path: &str) -> usize {
        self.asked().iter().filter(|one| *one == path).count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// One request a connection.
fn serve(mut stream: impl Read + Write, stop: &AtomicBool, reply: impl Fn(&str) -> Reply) {
    let mut head = BufReader::new(&mut stream).lines().map_while(Result::ok);
    let Some(first) = head.next() else { return };
    while head.next().is_some_and(|line| !line.is_empty()) {}
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    let endless = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";
    let sent = match reply(&path) {
        Reply::Answer(status, kind, body) => write!(
            stream,
            "HTTP/1.1 {status} X\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{body}",
            body.len()
        ),
        Reply::Redirect(to) => write!(
            stream,
            "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        ),
        Reply::Silence => {
            wait(stop, Duration::from_secs(30));
            Ok(())
        }
        Reply::Drip => {
            let _ = stream.write_all(endless.as_bytes());
            while !stop.load(Ordering::SeqCst) && stream.write_all(b"     ").is_ok() {
                let _ = stream.flush();
                wait(stop, Duration::from_secs(1));
            }
            Ok(())
        }
        Reply::Endless => {
            let _ = stream.write_all(endless.as_bytes());
            let blanks = [b' '; 16384];
            while !stop.load(Ordering::SeqCst) && stream.write_all(&blanks).is_ok() {}
            Ok(())
        }
    };
    let _ = sent.and_then(|()| stream.flush());
}

fn wait(stop: &AtomicBool, time: Duration) {
    let step = Duration::from_millis(20);
    let mut left = time;
    while !stop.load(Ordering::SeqCst) && !left.is_zero() {
        thread::sleep(step);
        left = left.saturating_sub(step);
    }
}

/// What the program said.
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Said {
    /// The JSON report.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| {
            panic!(
                "no JSON ({error}) in stdout {:?}, stderr {:?}",
                self.stdout, self.stderr
            )
        })
    }
}

/// Runs the built program with no environment at all and this text as its input.
pub(crate) fn whichtoken(arguments: &[&str], input: &str) -> Said {
    whichtoken_with(arguments, input, &[])
}

/// The same with some variables.
pub(crate) fn whichtoken_with(arguments: &[&str], input: &str, variables: &[(&str, &str)]) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_whichtoken"))
        .args(arguments)
        .env_clear()
        .envs(variables.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that fails early does not read its input.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let Output {
        status,
        stdout,
        stderr,
    } = child.wait_with_output().unwrap();
    Said {
        status: status.code().unwrap_or(-1),
        stdout: String::from_utf8(stdout).unwrap(),
        stderr: String::from_utf8(stderr).unwrap(),
    }
}
