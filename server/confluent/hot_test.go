package confluent_test

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"
)

// BenchmarkByID compares GET /schemas/ids/{id} with a bare handler that writes the same body, both over real loopback
// connections, with a client that costs next to nothing. The two take turns, so that whatever else the machine does hits
// both; `ratio` is the rate of the handler over the rate of the bare one, by the medians of their turns.
func BenchmarkByID(b *testing.B) {
	h := newHandler(b, nil)
	const body = `{"schema":"{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"total\",\"type\":\"long\"}]}"}`
	if got := do(b, h, exchange{method: "POST", path: "/subjects/order-value/versions", body: body}); got.StatusCode != 200 {
		b.Fatal(got.Status)
	}
	const path = "/schemas/ids/1?fetchMaxId=false&subject=order-value"
	answer, err := io.ReadAll(do(b, h, exchange{method: "GET", path: path}).Body)
	if err != nil {
		b.Fatal(err)
	}
	contentType := []string{mediaType}
	bare := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = contentType
		w.Write(answer)
	})
	ours, theirs := connect(b, h, path, len(answer)), connect(b, bare, path, len(answer))
	var slow, fast []time.Duration
	for b.Loop() {
		slow = append(slow, turn(b, ours))
		fast = append(fast, turn(b, theirs))
	}
	b.ReportMetric(float64(median(fast))/float64(median(slow)), "ratio")
	b.ReportMetric(requestsOfTurn*connections/median(slow).Seconds(), "requests/s")
}

const (
	connections    = 4
	requestsOfTurn = 50 // on each connection
)

// connect opens connections to a server of its own; each function sends a request over one and reads the answer.
func connect(b *testing.B, h http.Handler, path string, length int) []func() error {
	server := httptest.NewServer(h)
	b.Cleanup(server.Close)
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: registry\r\nAccept: " + mediaType + "\r\n\r\n")
	var askers []func() error
	for range connections {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(func() { conn.Close() })
		r := bufio.NewReader(conn)
		askers = append(askers, func() error {
			if _, err := conn.Write(request); err != nil {
				return err
			}
			for line := []byte("..."); len(line) > len("\r\n"); {
				if line, err = r.ReadSlice('\n'); err != nil {
					return err
				}
			}
			_, err := r.Discard(length)
			return err
		})
	}
	return askers
}

// turn is how long all connections take for their requests.
func turn(b *testing.B, askers []func() error) time.Duration {
	started := time.Now()
	var all sync.WaitGroup
	for _, ask := range askers {
		all.Go(func() {
			for range requestsOfTurn {
				if err := ask(); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	return time.Since(started)
}

func median(of []time.Duration) time.Duration {
	slices.Sort(of)
	return of[len(of)/2]
}
