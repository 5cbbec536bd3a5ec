package dialect

import (
	"bytes"
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/server/confluent/problem"
)

// Listener wraps a listener so that an http.Server on it answers in JSON what it refuses before it asks any handler: a
// path with a bad percent escape, headers that are too large, a request that is none. net/http writes those answers
// itself, as plain text and with headers that no handler's answer has, and by these they are known. l must give plain
// connections, or TLS that ends there.
func Listener(l net.Listener) net.Listener { return listener{l} }

type listener struct{ net.Listener }

// Accept implements net.Listener.
func (l listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return wire{c}, nil
}

// wire is a connection whose refusals are JSON.
type wire struct{ net.Conn }

// Write implements net.Conn. A refusal comes in one piece.
func (w wire) Write(b []byte) (int, error) {
	refusal, ok := inJSON(b)
	if !ok {
		return w.Conn.Write(b)
	}
	if _, err := w.Conn.Write(refusal); err != nil {
		return 0, err
	}
	return len(b), nil
}

// CloseWrite ends this side alone, so that a client that is still sending can read the refusal.
func (w wire) CloseWrite() error {
	if half, ok := w.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

const (
	protocol = "HTTP/1.1 "
	// plainText are the headers of net/http's own refusals, from the end of the status line to the body.
	plainText = "\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
	// expectation begins the one refusal of net/http that has other headers, and no body. No handler gives it.
	expectation = "417 "
)

// inJSON is a refusal of net/http as the dialect says it; ok is false for any other bytes.
func inJSON(b []byte) (answer []byte, ok bool) {
	if len(b) <= len(protocol) || b[len(protocol)] < '4' || !bytes.HasPrefix(b, []byte(protocol)) {
		return nil, false
	}
	line, rest, _ := bytes.Cut(b[len(protocol):], []byte("\r\n"))
	if !bytes.HasPrefix(rest, []byte(plainText[len("\r\n"):])) && !bytes.HasPrefix(line, []byte(expectation)) {
		return nil, false
	}
	digits, _, _ := strings.Cut(string(line), " ")
	code, err := strconv.Atoi(digits)
	if err != nil {
		return nil, false
	}
	body := Encode(problem.Problem{Code: code, Message: "HTTP " + string(line) + advice(string(line))})
	return fmt.Appendf(nil, "%s%s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", protocol, line, v1, len(body), body), true
}

// advice says what to look for when net/http says nothing but the status.
func advice(line string) string {
	switch line {
	case "400 Bad Request":
		return ": the request cannot be read; in a path, write a % as %25, and others only before two hexadecimal digits"
	case "417 Expectation Failed":
		return ": leave the header Expect out, or send 100-continue"
	case "431 Request Header Fields Too Large":
		return ": send fewer or shorter headers"
	}
	return ""
}
