package dialect

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/confluent/problem"
)

// TestRefusalsBeforeAnyHandler sends what net/http refuses by itself, over a real connection.
func TestRefusalsBeforeAnyHandler(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := &http.Server{Handler: New(Config{}, table), MaxHeaderBytes: 4 << 10}
	served := make(chan error)
	go func() { served <- s.Serve(Listener(l)) }()
	defer func() { s.Close(); <-served }()

	tests := []struct {
		name, request string
		code          int
		message       string
	}{
		{"a bad escape in a path", "GET /subjects/a%zz/versions HTTP/1.1\r\nHost: r\r\n\r\n", 400, "HTTP 400 Bad Request: the request cannot be read; in a path, write a % as %25"},
		{"half an escape", "GET /subjects/a% HTTP/1.1\r\nHost: r\r\n\r\n", 400, "HTTP 400 Bad Request: the request cannot be read"},
		{"a blank in a path", "GET /subjects/a b HTTP/1.1\r\nHost: r\r\n\r\n", 400, "HTTP 400 Bad Request"},
		{"a control character", "GET /subjects/a\x01 HTTP/1.1\r\nHost: r\r\n\r\n", 400, "HTTP 400 Bad Request"},
		{"no host", "GET / HTTP/1.1\r\n\r\n", 400, "HTTP 400 Bad Request: missing required Host header"},
		{"a header without a name", "GET / HTTP/1.1\r\nHost: r\r\n: x\r\n\r\n", 400, "HTTP 400 Bad Request"},
		{"two lengths", "POST / HTTP/1.1\r\nHost: r\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400, "HTTP 400 Bad Request"},
		{"large headers", "GET / HTTP/1.1\r\nHost: r\r\nX: " + strings.Repeat("a", 16<<10) + "\r\n\r\n", 431, "HTTP 431 Request Header Fields Too Large: send fewer"},
		{"a coding that nobody knows", "POST / HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: br\r\n\r\n", 501, "HTTP 501 Not Implemented"},
		{"a protocol of the future", "GET / HTTP/3.0\r\nHost: r\r\n\r\n", 505, "HTTP 505 HTTP Version Not Supported"},
		{"an expectation that nobody knows", "GET / HTTP/1.1\r\nHost: r\r\nExpect: rain\r\n\r\n", 417, "HTTP 417 Expectation Failed: leave the header"},
		{"no request", "hello\r\n\r\n", 400, "HTTP 400 Bad Request"},
		{"a refusal of the handler", "GET /nope HTTP/1.1\r\nHost: r\r\nConnection: close\r\n\r\n", 404, "HTTP 404 Not Found"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			head, body := exchangeRaw(t, l.Addr().String(), test.request)
			var got problem.Problem
			if err := json.Unmarshal([]byte(body), &got); err != nil {
				t.Fatalf("%s\n%s: %v", head, body, err)
			}
			if got.Code != test.code || !strings.HasPrefix(got.Message, test.message) || !strings.Contains(head, string(v1)) {
				t.Errorf("got %s\n%s, want %d %s", head, body, test.code, test.message)
			}
		})
	}
}

// exchangeRaw sends bytes and returns the head and the body of all that comes back.
func exchangeRaw(t *testing.T, address, request string) (head, body string) {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(c)
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ = strings.Cut(string(answer), "\r\n\r\n")
	return head, body
}

// TestInJSON: bytes of other answers pass as they are.
func TestInJSON(t *testing.T) {
	for _, other := range []string{
		"", "HTTP/1.1 ", "HTTP/1.1 4", "HTTP/1.1 200 OK" + plainText + "x", "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\nDate: now\r\n\r\n",
		"some HTTP/1.1 400 Bad Request" + plainText, "HTTP/1.1 x00 Bad" + plainText,
	} {
		if answer, ok := inJSON([]byte(other)); ok {
			t.Errorf("%q became %q", other, answer)
		}
	}
}
