package rpc_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// populate puts n subjects into the default domain and n into domain d, each with one version of the same schema and with
// settings, n domains, and n versions into one subject.
func (w *world) populate(t *testing.T, n int) string {
	t.Helper()
	guid := schema.Identify(`"string"`, nil, nil, nil)
	_, err := w.store.Update(t.Context(), func(tx *store.Tx) error {
		content := &store.Content{Digest: store.Digest{1}, GUID: guid, Type: schema.Avro, Text: `"string"`}
		tx.Put(content, &store.Domain{Name: "d"})
		for _, d := range []store.DomainName{"", "d"} {
			tx.Put(&store.Identifier{Domain: d, ID: 7, Digest: content.Digest, GUID: guid})
			for i := range n {
				s := store.Subject{Domain: d, Name: fmt.Sprintf("s%06d", i)}
				tx.Put(&store.Version{Subject: s, Number: 1, ID: 7, Digest: content.Digest, Created: tx.Now, Changed: tx.Now, Seq: tx.Seq()})
				tx.Put(&store.Config{Scope: s, Level: "FULL"})
			}
		}
		for i := range n {
			tx.Put(&store.Domain{Name: store.DomainName(fmt.Sprintf("n%06d", i))})
		}
		tx.Log(store.Entry{Changes: []store.EntryChange{{Action: store.VersionRegister}}})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return guid.String()
}

// all gathers the names on all pages of a list.
func (w *world) all(t *testing.T, path, noun string, size int) []string {
	t.Helper()
	var names []string
	for token := ""; ; {
		answer := w.done(t, "GET", fmt.Sprintf("%s&pageSize=%d&pageToken=%s", path, size, url.QueryEscape(token)), "").object(t)
		for _, thing := range answer[noun].([]any) {
			names = append(names, thing.(map[string]any)["name"].(string))
		}
		if token = answer["nextPageToken"].(string); token == "" {
			return names
		}
	}
}

// TestPages goes through lists in pages of every size, and demands what one page gives.
func TestPages(t *testing.T) {
	w := open(t, rpc.Config{})
	guid := w.populate(t, 7)
	w.done(t, "POST", "domains/default/subjects/s000000/versions", `{"schema":{"text":"\"int\""},"skipCompatibility":true}`)
	w.done(t, "POST", "domains/default/subjects/s000000/versions", `{"schema":{"text":"\"long\""},"skipCompatibility":true}`)
	lists := []struct {
		path, noun string
		want       int
	}{
		{"domains?", "domains", 9},
		{"domains/-/subjects?", "subjects", 14},
		{"domains/d/subjects?", "subjects", 7},
		{"domains/-/subjects?filter=" + url.QueryEscape("-subject:s000003 domain:d"), "subjects", 6},
		{"domains/-/subjects?filter=" + url.QueryEscape("subject:s00000*"), "subjects", 14},
		{"domains/default/subjects/s000000/versions?", "versions", 3},
		{"domains/default/subjects/s000000/versions?filter=" + url.QueryEscape("version>1"), "versions", 2},
		{"schemas/" + guid + "/versions?", "versions", 14},
		{"settings/all?", "settings", 14},
		{"log/entries?", "entries", 3},
		{"compatibility/rules?filter=type:AVRO", "rules", 27},
	}
	for _, list := range lists {
		t.Run(list.path, func(t *testing.T) {
			whole := w.all(t, list.path, list.noun, 1000)
			if len(whole) != list.want && list.noun != "rules" {
				t.Errorf("%d things: %v, want %d", len(whole), whole, list.want)
			}
			for size := 1; size < 5; size++ {
				if got := w.all(t, list.path, list.noun, size); !slices.Equal(got, whole) {
					t.Errorf("in pages of %d:\n%v\nwant\n%v", size, got, whole)
				}
			}
		})
	}
}

// TestPageTokens: a token belongs to one list and filter.
func TestPageTokens(t *testing.T) {
	w := open(t, rpc.Config{})
	w.populate(t, 3)
	token := w.done(t, "GET", "domains/d/subjects?pageSize=1&filter=type:AVRO", "").object(t)["nextPageToken"].(string)
	tests := []struct {
		path string
		code int
	}{
		{"domains/d/subjects?filter=type:AVRO&pageToken=" + token, 200},
		{"domains/d/subjects?filter=type:AVRO&pageSize=1000000&pageToken=" + token, 200},
		{"domains/d/subjects?pageToken=" + token, 400},
		{"domains/default/subjects?filter=type:AVRO&pageToken=" + token, 400},
		{"domains/d/subjects?filter=type:AVRO&showDeleted=true&pageToken=" + token, 400},
		{"domains?pageToken=" + token, 400},
		{"domains/d/subjects?pageToken=s000001", 400},
		{"domains/d/subjects?pageSize=-1", 400},
	}
	for _, test := range tests {
		if a := w.get(t, test.path); a.code != test.code || a.code == 400 && !strings.Contains(a.body, "pageToken") && !strings.Contains(a.body, "pageSize") {
			t.Errorf("%s: %d %s", test.path, a.code, a.body)
		}
	}
}

// TestPageCost: a page of one costs on many things at most twice what it costs on few.
func TestPageCost(t *testing.T) {
	many := 100_000
	if testing.Short() {
		many = 10_000
	}
	worlds := map[int]*world{}
	var guid string
	for _, n := range []int{100, many} {
		memory := &storetest.Memory{}
		worlds[n] = openOn(t, rpc.Config{}, registry.Config{}, memory, memory)
		guid = worlds[n].populate(t, n)
	}
	for _, path := range []string{"domains?", "domains/d/subjects?", "domains/-/subjects?filter=type:AVRO&", "schemas/" + guid + "/versions?", "settings/all?"} {
		t.Run(path, func(t *testing.T) {
			second := path + "pageSize=1&pageToken=" + worlds[many].done(t, "GET", path+"pageSize=1", "").object(t)["nextPageToken"].(string)
			few, lots, later := time.Hour, time.Hour, time.Hour
			for range 5 { // in turn, for others use the machine too
				few = min(few, worlds[100].cost(t, path+"pageSize=1"))
				lots = min(lots, worlds[many].cost(t, path+"pageSize=1"))
				later = min(later, worlds[many].cost(t, second))
			}
			t.Logf("%s on 100, %s on %d, %s on its second page", few, lots, many, later)
			if lots > 2*few || later > 2*few {
				t.Errorf("a page costs %s on 100 things, %s on %d, %s on the second page", few, lots, many, later)
			}
		})
	}
}

// cost is the least time of many tries.
func (w *world) cost(t *testing.T, path string) time.Duration {
	t.Helper()
	least := time.Hour
	for range 50 {
		start := time.Now()
		w.done(t, "GET", path, "")
		least = min(least, time.Since(start))
	}
	return least
}
