package confluent

import (
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"
)

// BenchmarkByID compares GET /schemas/ids/{id} with a bare handler that writes the same bytes, headers and body, both over real loopback
// connections. The two take turns, so that whatever else the machine does hits both; `ratio` is the rate of the handler
// over the rate of the bare one, by the medians of their turns.
func BenchmarkByID(b *testing.B) {
	h := newHandler(b, nil)
	const body = `{"schema":"{\"type\":\"record\",\"name\":\"Order\",\"namespace\":\"shop\",\"fields\":[{\"name\":\"id\",\"type\":\"string\"},{\"name\":\"total\",\"type\":\"long\"}]}"}`
	if got := do(b, h, exchange{method: "POST", path: "/subjects/order-value/versions", body: body}); got.StatusCode != 200 {
		b.Fatal(got.Status)
	}
	response := do(b, h, exchange{method: "GET", path: "/schemas/ids/1"})
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		b.Fatal(err)
	}
	bare := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		maps.Copy(w.Header(), response.Header)
		w.Write(answer)
	})
	ours, theirs := httptest.NewServer(h), httptest.NewServer(bare)
	defer ours.Close()
	defer theirs.Close()
	var fast, slow []time.Duration
	for b.Loop() {
		slow = append(slow, turn(b, ours.URL+"/schemas/ids/1?fetchMaxId=false&subject=order-value"))
		fast = append(fast, turn(b, theirs.URL+"/schemas/ids/1?fetchMaxId=false&subject=order-value"))
	}
	b.ReportMetric(float64(median(fast))/float64(median(slow)), "ratio")
	b.ReportMetric(float64(median(slow).Microseconds())/requestsOfTurn, "µs/request")
}

const requestsOfTurn = 200

// turn is how long a run of requests takes, one after the other on one connection.
func turn(b *testing.B, url string) time.Duration {
	started := time.Now()
	for range requestsOfTurn {
		request, err := http.NewRequest("GET", url, nil)
		if err != nil {
			b.Fatal(err)
		}
		request.Header.Set("Accept", string(v1))
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, response.Body); err != nil || response.StatusCode != 200 {
			b.Fatal(response.Status, err)
		}
		response.Body.Close()
	}
	return time.Since(started)
}

func median(of []time.Duration) time.Duration {
	slices.Sort(of)
	return of[len(of)/2]
}
