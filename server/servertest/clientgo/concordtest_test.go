package clientgo_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/concordtest"
	"github.com/concord-registry/concord/server/servertest"
)

// said are the members of answers in which a registry for tests need not agree with a real one: what is different each
// time, and what it does not know.
var said = map[string]any{
	"id": nil, "guid": nil, "entry": nil, "decision": nil, "revision": nil, "creator": nil, "createTime": nil,
	"comparedWith": nil, "deleteTime": "a time",
}

// TestRegistryForTests holds that concordtest answers as a server does: the same steps on both, one after the other.
func TestRegistryForTests(t *testing.T) {
	real, err := concord.New(concord.Config{URLs: []string{servertest.New(t, servertest.Config{}).URL()}, LatestTTL: -1})
	if err != nil {
		t.Fatal(err)
	}
	fake := concordtest.New(t).Client()
	steps := []struct {
		name string
		do   func(context.Context, *concord.Client) (any, error)
	}{
		{"a subject that is not there", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("default").Subject(ctx, "s")
		}},
		{"a domain that is not there", func(ctx context.Context, c *concord.Client) (any, error) { return c.Domain("x").Describe(ctx) }},
		{"the first version", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").Register(ctx, registration("s/1", order1))
		}},
		{"the same again", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").Register(ctx, registration("s/1", order1))
		}},
		{"check of the next", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").Check(ctx, registration("s/1", order2))
		}},
		{"another number than expected", func(ctx context.Context, c *concord.Client) (any, error) {
			r := registration("s/1", order2)
			r.ExpectedVersion = 7
			return c.Domain("x").Register(ctx, r)
		}},
		{"the second version", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").Register(ctx, registration("s/1", order2))
		}},
		{"look up", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").LookUp(ctx, "s/1", concord.Schema{Text: order1})
		}},
		{"look up of what is not there", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").LookUp(ctx, "s/1", concord.Schema{Text: broken})
		}},
		{"latest", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").Version(ctx, "s/1", concord.Latest)
		}},
		{"a version that is not there", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").Version(ctx, "s/1", 9)
		}},
		{"an id that is not there", func(ctx context.Context, c *concord.Client) (any, error) { return c.Domain("x").Schema(ctx, 12345678) }},
		{"the domain", func(ctx context.Context, c *concord.Client) (any, error) { return c.Domain("x").Describe(ctx) }},
		{"domains", func(ctx context.Context, c *concord.Client) (any, error) { return all(t, c.Domains(ctx)), nil }},
		{"subject", func(ctx context.Context, c *concord.Client) (any, error) { return c.Domain("x").Subject(ctx, "s/1") }},
		{"subjects everywhere", func(ctx context.Context, c *concord.Client) (any, error) {
			return all(t, c.SubjectsEverywhere(ctx)), nil
		}},
		{"removing what is live", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").DeleteVersion(ctx, "s/1", 2, concord.DeleteOptions{Permanent: true})
		}},
		{"removing a subject that is live", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").DeleteSubject(ctx, "s/1", concord.DeleteOptions{Permanent: true})
		}},
		{"deletion", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").DeleteVersion(ctx, "s/1", 2)
		}},
		{"versions", func(ctx context.Context, c *concord.Client) (any, error) {
			return all(t, c.Domain("x").Versions(ctx, "s/1", concord.ListOptions{ShowDeleted: true})), nil
		}},
		{"undeletion", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").UndeleteVersion(ctx, "s/1", 2)
		}},
		{"settings", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").UpdateSettings(ctx, "s/1", concord.Settings{Level: concord.None, Mode: concord.ModeReadOnly})
		}},
		{"one setting cleared", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").UpdateSettings(ctx, "s/1", concord.Settings{}, concord.Fields("mode"))
		}},
		{"settings that apply", func(ctx context.Context, c *concord.Client) (any, error) { return c.Domain("x").Settings(ctx, "s/1") }},
		{"a setting that there is not", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").UpdateSettings(ctx, "", concord.Settings{}, concord.Fields("nosuch"))
		}},
		{"deletion of all", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").DeleteSubject(ctx, "s/1")
		}},
		{"undeletion of all", func(ctx context.Context, c *concord.Client) (any, error) {
			return c.Domain("x").UndeleteSubject(ctx, "s/1")
		}},
	}
	for _, step := range steps {
		t.Run(step.name, func(t *testing.T) {
			if diff := cmp.Diff(told(t, step.do, real), told(t, step.do, fake)); diff != "" {
				t.Errorf("a server's answer and that of concordtest (-server +concordtest):\n%s", diff)
			}
		})
	}
}

// told is what a step comes to: its answer, or kind and reason of its error.
func told(t *testing.T, do func(context.Context, *concord.Client) (any, error), c *concord.Client) any {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	answer, err := do(ctx, c)
	if e := (*concord.Error)(nil); errors.As(err, &e) {
		return []any{e.Kind, e.Reason, e.Status}
	}
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(answer)
	if err != nil {
		t.Fatal(err)
	}
	var members any
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	return settled(members)
}

// settled takes out of an answer what may differ.
func settled(value any) any {
	switch v := value.(type) {
	case []any:
		for i := range v {
			v[i] = settled(v[i])
		}
	case map[string]any:
		for name, member := range v {
			v[name] = settled(member)
			if instead, ok := said[name]; ok {
				v[name] = instead
			}
		}
		delete(v, "etag") // concordtest keeps none
		if _, ok := v["text"]; ok {
			delete(v, "name") // it holds the GUID
		}
	}
	return value
}
