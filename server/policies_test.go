package server

import (
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/concord-registry/concord/policy/repo/repotest"
	"github.com/concord-registry/concord/policy/set"
	"github.com/concord-registry/concord/server/store"
)

// gitPolicies is a Git repository whose one rule refuses fields called forbidden.
func gitPolicies(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "policies")
	schema := func(field string) string {
		return `{"type":"record","name":"R","fields":[{"name":"` + field + `","type":"int"}]}`
	}
	for name, text := range map[string]string{
		"policy.yaml":  "apiVersion: policy.concord/v1\n",
		"rollout.yaml": "rules: {NAM1: {level: enforce}}\n",
		"rules/nam/rule.rego": "# METADATA\n# title: No forbidden names\n# organizations: [council]\n" +
			"# custom: {id: NAM1, severity: high, match: {formats: [avro]}}\n" +
			"package policy.council.nam\nimport rego.v2\nviolation contains v if {\n\tsome f in input.schema.fields\n" +
			"\tf.name == \"forbidden\"\n\tv := {\"path\": f.path, \"message\": \"forbidden\"}\n}\n",
		"rules/nam/fixtures/bad/r.avsc":  schema("forbidden"),
		"rules/nam/fixtures/good/r.avsc": schema("allowed"),
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	git(t, dir, "init", "-q", "-b", "main")
	commitAll(t, dir)
	return dir
}

func commitAll(t *testing.T, dir string) {
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-q", "-m", "change")
}

func git(t *testing.T, dir string, args ...string) {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull,
		"GIT_AUTHOR_NAME=council", "GIT_AUTHOR_EMAIL=council@example.com", "GIT_COMMITTER_NAME=council", "GIT_COMMITTER_EMAIL=council@example.com")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func registration(field string) string {
	return `{"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"` + field + `\",\"type\":\"int\"}]}"}`
}

// TestStartWithoutGit: the policies that were last active decide after a restart without their repository, and
// the probes and metrics say how old they are.
func TestStartWithoutGit(t *testing.T) {
	dir, data := gitPolicies(t), t.TempDir()
	config := Config{DataDir: data, Policy: "file://" + dir, PolicyPoll: time.Hour}
	s, err := Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	before := s.policies.Status()
	if err := s.Close(); err != nil || !before.Active {
		t.Fatalf("%+v, %v", before, err)
	}
	if err := os.Rename(dir, dir+".gone"); err != nil {
		t.Fatal(err)
	}
	s = startServer(t, config)
	if status, body := ask(t, s, http.MethodPost, "/subjects/a/versions", registration("forbidden")); status != http.StatusUnprocessableEntity || !strings.Contains(body, "42290") {
		t.Errorf("forbidden: %d %s", status, body)
	}
	if status, body := ask(t, s, http.MethodPost, "/subjects/a/versions", registration("allowed")); status != http.StatusOK {
		t.Errorf("allowed: %d %s", status, body)
	}
	want := "[+] policy ok: " + before.Revision + " is active since " + before.Activated.UTC().Format(time.RFC3339) + ", and its source could not be read since the start: "
	if status, body := ask(t, s, http.MethodGet, "/readyz?verbose", ""); status != http.StatusOK || !strings.Contains(body, want) {
		t.Errorf("readyz: %d\n%s\nwant %s", status, body, want)
	}
	for _, line := range []string{"concord_policy_active 1", "concord_policy_degraded 1", "concord_policy_confirmed_timestamp_seconds 0"} {
		if body := metricsOf(t, s); !strings.Contains(body, "\n"+line+"\n") {
			t.Errorf("metrics lack %s", line)
		}
	}
	if summary := s.PolicySummary(); !strings.Contains(summary, "kept since ") {
		t.Errorf("summary %q", summary)
	}
}

// TestStartWithoutAnything: with Git and storage away, the snapshot file has the policies.
func TestStartWithoutAnything(t *testing.T) {
	dir, data := gitPolicies(t), t.TempDir()
	config := Config{DataDir: data, Policy: "file://" + dir, PolicyPoll: time.Hour}
	s, err := Start(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	want := s.policies.Status().Revision
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, dir+".gone"); err != nil {
		t.Fatal(err)
	}
	config.EtcdEndpoints = []string{"unix://" + t.TempDir() + "/etcd:0"}
	if s, err = Start(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if got := s.policies.Status(); !got.Active || got.Revision != want || !got.Confirmed.IsZero() {
		t.Errorf("status %+v, want %s, never confirmed", got, want)
	}
	if status, body := ask(t, s, http.MethodGet, "/readyz", ""); status != http.StatusServiceUnavailable || !strings.Contains(body, "[-] storage: storage does not answer") {
		t.Errorf("readyz: %d\n%s", status, body)
	}
}

// TestReview: a rule at the level review refuses with a code of its own and says who approves; once an exemption is merged the
// same registration passes.
func TestReview(t *testing.T) {
	dir := gitPolicies(t)
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		commitAll(t, dir)
	}
	put("rollout.yaml", "rules: {NAM1: {level: review}}\n")
	s := startServer(t, Config{Policy: "file://" + dir, PolicyPoll: 10 * time.Millisecond})
	status, body := ask(t, s, http.MethodPost, "/subjects/a/versions", registration("forbidden"))
	want := `{"error_code":42291,"message":"Policy review needed (NAM1 review): R.forbidden: forbidden; ` +
		`fix: have council approve it: an exemption from NAM1 for the subject a and the path R.forbidden"}`
	if status != http.StatusUnprocessableEntity || strings.TrimSpace(body) != want {
		t.Errorf("got %d %s\nwant %s", status, body, want)
	}
	put("exemptions.yaml", "[{id: EX-1, rule: NAM1, subject: a, path: R.forbidden, owner: team, approved_by: council, reason: agreed, expires: 2999-01-01}]\n")
	deadline, tick := time.After(20*time.Second), time.NewTicker(10*time.Millisecond)
	defer tick.Stop()
	for status != http.StatusOK {
		select {
		case <-tick.C:
			status, body = ask(t, s, http.MethodPost, "/subjects/a/versions", registration("forbidden"))
		case <-deadline:
			t.Fatalf("approved, and still %d %s", status, body)
		}
	}
}

func metricsOf(t *testing.T, s *Server) string {
	t.Helper()
	answer, err := http.Get(s.AdminURL() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestPolicyReset: a branch that was rewritten is refused after a restart too, unless what was kept shall be forgotten.
func TestPolicyReset(t *testing.T) {
	dir, data := gitPolicies(t), t.TempDir()
	config := Config{DataDir: data, Policy: "file://" + dir, PolicyPoll: time.Hour}
	start := func(reset bool) (revision, degraded string) {
		t.Helper()
		config.PolicyReset = reset
		s, err := Start(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		status := s.policies.Status()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		return status.Revision, status.Degraded
	}
	old, _ := start(false)
	if err := os.WriteFile(filepath.Join(dir, "policy.yaml"), []byte("apiVersion: policy.concord/v1\ndefaults: {level: dry_run}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	git(t, dir, "add", "-A")
	git(t, dir, "commit", "-q", "--amend", "-m", "rewritten")
	if got, degraded := start(false); got != old || !strings.Contains(degraded, "rewritten") {
		t.Errorf("active is %s (%s), want %s still", got, degraded, old)
	}
	if got, degraded := start(true); got == old || degraded != "" {
		t.Errorf("after a reset %s is active still: %s", got, degraded)
	}
	if got, degraded := start(false); got == old || degraded != "" {
		t.Errorf("after the reset %s is active again: %s", got, degraded)
	}
}

// TestPolicySigners: with a list of signers unsigned policies are never active, and a list that cannot be read is an error.
func TestPolicySigners(t *testing.T) {
	dir := gitPolicies(t)
	key, public := repotest.Key(t)
	list := filepath.Join(t.TempDir(), "allowed_signers")
	for _, test := range []struct {
		name, list string
		sign       bool
		active     bool
		wrong      string
	}{
		{"unsigned", "council@example.com " + public, false, false, ""},
		{"signed", "council@example.com " + public, true, true, ""},
		{"no list", "nobody", true, false, "policy-signers " + list + ": line 1 of the signers: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			if err := os.WriteFile(list, []byte(test.list), 0o600); err != nil {
				t.Fatal(err)
			}
			if test.sign {
				repotest.SignCommit(t, dir, key)
			}
			s, err := Start(t.Context(), Config{DataDir: t.TempDir(), Policy: "file://" + dir, PolicyPoll: time.Hour, PolicySignersFile: list})
			if err != nil || test.wrong != "" {
				if err == nil || test.wrong == "" || !strings.Contains(err.Error(), test.wrong) {
					t.Errorf("got %v, want %q", err, test.wrong)
				}
				return
			}
			defer s.Close()
			if got := s.policies.Status(); got.Active != test.active || test.active == strings.Contains(got.Degraded, "not signed") {
				t.Errorf("status %+v, want active %t", got, test.active)
			}
		})
	}
}

// TestKeeperDistrusts what is not whole.
func TestKeeperDistrusts(t *testing.T) {
	s := startServer(t, Config{Policy: "none"})
	files := set.Files{"policy.yaml": []byte("apiVersion: policy.concord/v1\n")}
	archive, err := files.Archive()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name    string
		archive []byte
		digest  string
		ok      bool
	}{
		{"whole", archive, files.Digest(), true},
		{"other files", archive, "sha256:0123456789abcdef", false},
		{"half", archive[:len(archive)/2], files.Digest(), false},
	} {
		putPolicies(t, s, test.archive, test.digest)
		if _, ok := (&keeper{store: s.store}).Kept("s"); ok != test.ok {
			t.Errorf("%s: kept %t, want %t", test.name, ok, test.ok)
		}
	}
}

func putPolicies(t *testing.T, s *Server, archive []byte, digest string) {
	t.Helper()
	_, err := s.store.Update(t.Context(), func(tx *store.Tx) error {
		tx.Put(&store.Policies{Source: "s", Revision: "r", Digest: digest, Archive: archive})
		tx.Log(store.Entry{Changes: []store.EntryChange{{Action: "test"}}})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
