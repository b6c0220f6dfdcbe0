//! A static server on the loopback interface: what a host of files does, and no more.

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Result, anyhow};
use tiny_http::{Header, Method, Request, Response, Server as Http, StatusCode};

/// A bound server.
pub struct Server {
    http: Http,
    root: PathBuf,
}

impl Server {
    /// Binds to 127.0.0.1; port 0 takes a free one.
    pub fn bind(root: &Path, port: u16) -> Result<Server> {
        let http = Http::http(("127.0.0.1", port)).map_err(|error| anyhow!("cannot serve on port {port}: {error}"))?;
        Ok(Server { http, root: root.to_path_buf() })
    }

    /// Where the start page is.
    pub fn address(&self) -> String {
        format!("http://{}/", self.http.server_addr())
    }

    /// Answers until the program is ended.
    pub fn run(&self) -> Result<()> {
        for request in self.http.incoming_requests() {
            // A browser that goes away in the middle of an answer is no fault of the server.
            let _ = self.answer(request);
        }
        Ok(())
    }

    fn answer(&self, request: Request) -> std::io::Result<()> {
        if !matches!(request.method(), Method::Get | Method::Head) {
            return request.respond(Response::empty(StatusCode(405)).with_header(header("Allow", "GET, HEAD")));
        }
        let file = relative_path(request.url()).map(|path| self.root.join(path));
        match file.and_then(|path| Some((fs::read(&path).ok()?, path))) {
            Some((bytes, path)) => request.respond(
                Response::from_data(bytes)
                    // With its length known, a client can show how much of a file has come.
                    .with_chunked_threshold(usize::MAX)
                    .with_header(header("Content-Type", media_type(&path)))
                    .with_header(header("Cache-Control", "no-cache"))
                    .with_header(header("X-Content-Type-Options", "nosniff")),
            ),
            None => request.respond(Response::from_string("not found\n").with_status_code(404)),
        }
    }
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values of headers are ASCII")
}

/// The file that a request asks for, relative to the root; `None` for everything that is not a plain way down.
fn relative_path(url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let start = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    let path = PathBuf::from(format!("{path}{start}"));
    // The names in the package are ASCII, so nothing is percent-decoded: an encoded name finds no file.
    let plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (plain && !url.contains('\\')).then_some(path)
}

fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("wasm") => "application/wasm",
        Some("md" | "txt" | "ts") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;
    use std::thread;

    use super::*;

    /// Serves a directory with one file of each kind, and a file beside that directory, and asks once.
    fn ask(request: &str) -> String {
        let outside = tempfile::tempdir().unwrap();
        let root = outside.path().join("root");
        fs::create_dir(&root).unwrap();
        fs::write(outside.path().join("secret"), "secret").unwrap();
        fs::write(root.join("index.html"), "start").unwrap();
        fs::write(root.join("a.wasm"), "wasm").unwrap();
        fs::create_dir(root.join("b")).unwrap();
        fs::write(root.join("b/index.html"), "inner start").unwrap();
        let server = Server::bind(&root, 0).unwrap();
        let mut stream = TcpStream::connect(server.http.server_addr().to_ip().unwrap()).unwrap();
        let answering = thread::spawn(move || server.answer(server.http.recv().unwrap()).unwrap());
        write!(stream, "{request} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answering.join().unwrap();
        answer
    }

    #[test]
    fn files_are_served_with_their_type() {
        let table = [
            ("GET /", "text/html; charset=utf-8", "start"),
            ("GET /index.html?x=1", "text/html; charset=utf-8", "start"),
            ("GET /a.wasm", "application/wasm", "wasm"),
            ("GET /b/", "text/html; charset=utf-8", "inner start"),
        ];
        for (request, media_type, body) in table {
            let answer = ask(request);
            assert!(answer.starts_with("HTTP/1.1 200"), "{request}: {answer}");
            assert!(answer.contains(&format!("Content-Type: {media_type}\r\n")), "{request}: {answer}");
            assert!(answer.ends_with(&format!("\r\n\r\n{body}")), "{request}: {answer}");
        }
    }

    #[test]
    fn only_files_below_the_root_are_served() {
        let table = [
            ("GET /missing", "404"),
            ("GET /../secret", "404"),
            ("GET /./../secret", "404"),
            ("GET /%2e%2e/secret", "404"),
            ("GET /..\\secret", "404"),
            ("GET //etc/hosts", "404"),
            ("POST /", "405"),
        ];
        for (request, status) in table {
            let answer = ask(request);
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{request}: {answer}");
            assert!(!answer.contains("secret"), "{request}: {answer}");
        }
    }
}
