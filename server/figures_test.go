package server

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/store"
)

var figures = flag.Bool("figures", false, "measure the figures that the README speaks of")

// rounds is how often each side of a comparison is measured, the two in turn.
const rounds = 9

// TestFigures measures and prints; targets are printed beside what was seen and never make the test fail, since they
// are ratios on a machine that others use too.
func TestFigures(t *testing.T) {
	if !*figures {
		return
	}
	s := startServer(t, Config{Policy: "starter"})
	t.Run("look-up by id over HTTP against a bare handler", func(t *testing.T) { figureLookUp(t, s) })
	for _, clients := range []int{1, 64} {
		t.Run(fmt.Sprintf("registration with %d clients against raw transactions", clients), func(t *testing.T) { figureRegister(t, s, clients) })
	}
	t.Run("1 000 and 100 000 subjects", figureSize)
	t.Run("subjects of 10 and of 2 000 versions", figureVersions)
}

// figureLookUp compares GET /schemas/ids/{id} with a plain handler that returns the same header and bytes.
func figureLookUp(t *testing.T, s *Server) {
	id := registerText(t, s, "figures-look-up", recordText("LookUp", 30))
	path := fmt.Sprintf("/schemas/ids/%d", id)
	answer, err := http.Get(s.URL() + path)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer.Status, err)
	}
	length := []string{strconv.Itoa(len(body))}
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Content-Type"] = []string{"application/vnd.schemaregistry.v1+json"}
		w.Header()["Content-Length"] = length
		w.Write(body)
	}))
	defer bare.Close()
	var ours, theirs []sample
	for range rounds {
		ours = append(ours, load(t, strings.TrimPrefix(s.URL(), "http://"), "GET", path, ""))
		theirs = append(theirs, load(t, bare.Listener.Addr().String(), "GET", path, ""))
	}
	t.Logf("rate %.0f/s, bare %.0f/s: ratio %.2f (target at least 0.9)", median(ours, rate), median(theirs, rate), median(ours, rate)/median(theirs, rate))
	t.Logf("p99 %.2f ms, bare %.2f ms: ratio %.2f (target at most 2)", median(ours, p99), median(theirs, p99), median(ours, p99)/median(theirs, p99))
}

// sample is one round of a load: requests per second, and the 99th percentile in milliseconds.
type sample struct{ rate, p50, p99 float64 }

func rate(s sample) float64 { return s.rate }
func p50(s sample) float64  { return s.p50 }
func p99(s sample) float64  { return s.p99 }

func median(samples []sample, of func(sample) float64) float64 {
	values := make([]float64, len(samples))
	for i, s := range samples {
		values[i] = of(s)
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// load sends a request over four kept connections for a while, with a client that costs next to nothing.
func load(t *testing.T, address, method, path, body string) sample {
	const connections, duration = 4, 400 * time.Millisecond
	request := fmt.Appendf(nil, "%s %s HTTP/1.1\r\nHost: %s\r\nAccept: application/vnd.schemaregistry.v1+json\r\nContent-Length: %d\r\n\r\n%s", method, path, address, len(body), body)
	return parallel(connections, duration, func(int) func() error {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { connection.Close() })
		reader := bufio.NewReader(connection)
		return func() error {
			if _, err := connection.Write(request); err != nil {
				return err
			}
			return skipAnswer(reader)
		}
	})
}

func skipAnswer(r *bufio.Reader) error {
	header := textproto.NewReader(r)
	if line, err := header.ReadLine(); err != nil || !strings.Contains(line, " 200 ") {
		return fmt.Errorf("%s: %w", line, err)
	}
	fields, err := header.ReadMIMEHeader()
	if err != nil {
		return err
	}
	length, err := strconv.Atoi(fields.Get("Content-Length"))
	if err != nil {
		return err
	}
	_, err = r.Discard(length)
	return err
}

// parallel calls what make gives for each of n workers, over and over for a while.
func parallel(n int, duration time.Duration, make func(worker int) func() error) sample {
	var mu sync.Mutex
	var took []time.Duration
	var workers sync.WaitGroup
	began := time.Now()
	for w := range n {
		call := make(w)
		workers.Go(func() {
			var own []time.Duration
			for time.Since(began) < duration {
				start := time.Now()
				if err := call(); err != nil {
					panic(err)
				}
				own = append(own, time.Since(start))
			}
			mu.Lock()
			defer mu.Unlock()
			took = append(took, own...)
		})
	}
	workers.Wait()
	elapsed := time.Since(began).Seconds()
	slices.Sort(took)
	at := func(q float64) float64 { return took[int(q*float64(len(took)-1))].Seconds() * 1000 }
	return sample{float64(len(took)) / elapsed, at(.5), at(.99)}
}

// figureRegister compares registering new schemas over HTTP, with everything that a registration does, with raw
// conditional transactions of the same size on the same etcd.
func figureRegister(t *testing.T, s *Server, clients int) {
	raw, err := clientv3.New(clientv3.Config{Endpoints: s.etcd.Endpoints, TLS: s.etcd.TLS})
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	var ours, theirs []sample
	for round := range rounds {
		ours = append(ours, registering(t, s, clients, round))
		theirs = append(theirs, transacting(t, raw, clients, round))
	}
	t.Logf("p50 %.2f ms, raw %.2f ms: ratio %.2f (target at most 1.5 with one client)", median(ours, p50), median(theirs, p50), median(ours, p50)/median(theirs, p50))
	t.Logf("rate %.0f/s, raw %.0f/s: ratio %.2f (target at least 0.7 with 64 clients)", median(ours, rate), median(theirs, rate), median(ours, rate)/median(theirs, rate))
}

func registering(t *testing.T, s *Server, clients, round int) sample {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: clients}}
	defer client.CloseIdleConnections()
	return parallel(clients, 500*time.Millisecond, func(worker int) func() error {
		n := 0
		return func() error {
			n++
			name := fmt.Sprintf("R%d_%d_%d_%d", clients, round, worker, n)
			_, err := post(client, s.URL()+"/subjects/"+name+"/versions", recordText(name, 10))
			return err
		}
	})
}

// transacting writes what a registration writes, in as many keys and bytes, under compares of its own.
func transacting(t *testing.T, raw *clientv3.Client, clients, round int) sample {
	value := strings.Repeat("x", 600)
	return parallel(clients, 500*time.Millisecond, func(worker int) func() error {
		n := 0
		return func() error {
			n++
			key := fmt.Sprintf("/raw/%d/%d/%d/%d", clients, round, worker, n)
			var puts []clientv3.Op
			for _, part := range []string{"content", "id", "version", "log", "head"} {
				puts = append(puts, clientv3.OpPut(key+"/"+part, value))
			}
			_, err := raw.Txn(t.Context()).If(clientv3.Compare(clientv3.CreateRevision(key+"/version"), "=", 0)).Then(puts...).Commit()
			return err
		}
	})
}

// figureSize compares a small registry with a large one: what is asked about a few subjects must not cost what all do.
func figureSize(t *testing.T) {
	servers := [2]*Server{startServer(t, Config{Policy: "none"}), startServer(t, Config{Policy: "none"})}
	fill(t, servers[0].store, 1_000)
	fill(t, servers[1].store, 100_000)
	draft, err := json.Marshal(map[string]string{"schema": recordText("R17", 3)})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []struct{ name, method, path, body string }{
		{"latest version", "GET", "/subjects/subject-000017/versions/latest", ""},
		{"schema by id for a subject that lacks it", "GET", "/schemas/ids/17?subject=other", ""},
		{"look-up", "POST", "/subjects/subject-000017", string(draft)},
		{"check", "POST", "/compatibility/subjects/subject-000017/versions/latest", string(draft)},
		{"page of subjects", "GET", "/subjects?limit=100", ""},
		{"subjects by prefix", "GET", "/subjects?subjectPrefix=subject-00001", ""},
		{"subjects by prefix in any domain", "GET", "/subjects?subjectPrefix=:*:subject-00001", ""},
		{"page of schemas", "GET", "/schemas?limit=10", ""},
		{"schemas by prefix", "GET", "/schemas?subjectPrefix=subject-00001", ""},
		{"latest schemas with aliases", "GET", "/schemas?limit=10&latestOnly=true&aliases=true", ""},
	} {
		report(t, f.name, func(side, _ int) sample {
			return load(t, strings.TrimPrefix(servers[side].URL(), "http://"), f.method, f.path, f.body)
		})
	}
	report(t, "registration", func(side, round int) sample { return registering(t, servers[side], 1, round) })
}

// figureVersions compares a subject of few versions with one of many: a new version is looked for among all before it.
func figureVersions(t *testing.T) {
	s := startServer(t, Config{Policy: "none", Level: word.None})
	subjects, registered := [2]string{"few", "many"}, [2]int{}
	register := func(side int) error {
		registered[side]++
		_, err := post(http.DefaultClient, s.URL()+"/subjects/"+subjects[side]+"/versions", recordText(fmt.Sprintf("V%06d", registered[side]), 30))
		return err
	}
	for side, versions := range [2]int{10, 2_000} {
		for range versions {
			if err := register(side); err != nil {
				t.Fatal(err)
			}
		}
	}
	report(t, "registration", func(side, _ int) sample {
		return parallel(1, 30*time.Millisecond, func(int) func() error { return func() error { return register(side) } })
	})
}

// report measures the small side, 0, and the large side, 1, in turn, and prints how the second compares.
func report(t *testing.T, name string, measure func(side, round int) sample) {
	t.Helper()
	var seen [2][]sample
	for round := range rounds {
		for side := range seen {
			seen[side] = append(seen[side], measure(side, round))
		}
	}
	small, large := median(seen[0], p50), median(seen[1], p50)
	t.Logf("%s: p50 %.3f ms on the small side, %.3f ms on the large one: ratio %.2f (target at most 1.5)", name, small, large, large/small)
}

// fill puts versions into a store, many to a transaction.
func fill(t *testing.T, s store.Store, size int) {
	const batch = 250
	for from := 0; from < size; from += batch {
		_, err := s.Update(t.Context(), func(tx *store.Tx) error {
			for i := from; i < from+batch; i++ {
				text := recordText(fmt.Sprintf("R%d", i), 3)
				c := &store.Content{Digest: store.Digest{byte(i), byte(i >> 8), byte(i >> 16), 1}, GUID: schema.Identify(text, nil, nil, nil), Type: schema.Avro, Text: text}
				tx.Put(c, &store.Identifier{ID: store.ID(i + 1), Digest: c.Digest, GUID: c.GUID},
					&store.Version{Subject: store.Subject{Name: fmt.Sprintf("subject-%06d", i)}, Number: 1, ID: store.ID(i + 1), Digest: c.Digest, Created: tx.Now, Changed: tx.Now})
			}
			tx.Log(store.Entry{Changes: []store.EntryChange{{Action: "fill"}}})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// recordText is an Avro record with so many fields.
func recordText(name string, fields int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{"type":"record","name":%q,"doc":"measured","fields":[`, name)
	for i := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"name":"field_%d","type":"string","doc":"a field"}`, i)
	}
	b.WriteString("]}")
	return b.String()
}

func registerText(t *testing.T, s *Server, subject, text string) int {
	t.Helper()
	id, err := post(http.DefaultClient, s.URL()+"/subjects/"+subject+"/versions", text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// post registers an Avro schema and returns its id.
func post(client *http.Client, url, text string) (int, error) {
	body, err := json.Marshal(map[string]string{"schema": text})
	if err != nil {
		return 0, err
	}
	answer, err := client.Post(url, "application/vnd.schemaregistry.v1+json", bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	var registered struct {
		ID      int    `json:"id"`
		Message string `json:"message"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&registered); err != nil {
		return 0, err
	}
	if answer.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s", answer.Status, registered.Message)
	}
	io.Copy(io.Discard, answer.Body)
	return registered.ID, nil
}
