package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be `concord` inside scripts.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"concord": main})
}

// TestScripts runs testdata/script/*.txt: each is a session at a terminal. Beside the usual commands a script has
//
//	status N COMMAND...   run a command that must end with exit status N
//	explained COMMAND...  each command of concord has help that names its exit statuses
//	mirror NAME FILE      run a server that answers with what it was asked, and put its address for $NAME into a file
//	address NAME...   set variables to loopback addresses that nobody listens on
//	ready URL         wait until the server at URL is ready
//	await URL TEXT    wait until the answer of URL holds the text
//	send METHOD URL [BODY]   send a request that must succeed
//	broker NAME       run a Kafka broker with an empty topic _schemas, and set a variable to its address
//	produce ADDRESS FILE   write the lines of a file into the topic, each a key and, after a tab, a value
//
// and the files of testdata/story in its folder.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/script",
		Setup: copyStory,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":    exitStatus,
			"explained": explained,
			"mirror":    mirror,
			"address":   address,
			"ready":     ready,
			"await":     await,
			"send":      send,
			"broker":    broker,
			"produce":   produce,
		},
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
	})
}

func copyStory(env *testscript.Env) error {
	files, err := filepath.Glob("testdata/story/*")
	if err != nil || len(files) == 0 {
		return fmt.Errorf("testdata/story: %v, %w", files, err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err == nil {
			err = os.WriteFile(filepath.Join(env.WorkDir, filepath.Base(name)), text, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// exitStatus runs a command and wants its exit status, as in `status 2 concord nope`.
func exitStatus(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	var exited *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exited) {
		got = exited.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// explained wants help with examples and exit statuses of commands.
func explained(ts *testscript.TestScript, _ bool, commands []string) {
	for _, command := range commands {
		ts.Check(ts.Exec("concord", append(strings.Fields(command), "--help")...))
		for _, want := range []string{"Usage:", "Examples:", "Exit status:"} {
			if !strings.Contains(ts.ReadFile("stdout"), want) {
				ts.Fatalf("the help of %s does not say %q", command, want)
			}
		}
	}
}

// mirror runs a server that answers with the path and the credentials that it was asked with.
func mirror(ts *testscript.TestScript, _ bool, args []string) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		asked := map[string]string{"path": r.URL.Path, "authorization": r.Header.Get("Authorization")}
		json.NewEncoder(w).Encode(map[string]any{"path": asked["path"], "authorization": asked["authorization"], "origins": asked})
	}))
	ts.Defer(s.Close)
	file := ts.MkAbs(args[1])
	text := strings.ReplaceAll(ts.ReadFile(args[1]), "$"+args[0], s.URL)
	ts.Check(os.WriteFile(file, []byte(text), 0o644))
}

func address(ts *testscript.TestScript, _ bool, names []string) {
	for _, name := range names {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		ts.Check(err)
		ts.Setenv(name, l.Addr().String())
		ts.Check(l.Close())
	}
}

func ready(ts *testscript.TestScript, _ bool, args []string) { until(ts, args[0]+"/readyz", "") }

func await(ts *testscript.TestScript, _ bool, args []string) { until(ts, args[0], args[1]) }

// until asks until the answer is good and holds a text.
func until(ts *testscript.TestScript, url, text string) {
	deadline := time.Now().Add(time.Minute)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for ; ; <-tick.C {
		body, err := request(http.MethodGet, url, "")
		if err == nil && strings.Contains(body, text) {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s: %s, %v, want %q", url, body, err, text)
		}
	}
}

func send(ts *testscript.TestScript, _ bool, args []string) {
	_, err := request(args[0], args[1], strings.Join(args[2:], ""))
	ts.Check(err)
}

// request returns the body of the answer, and an error unless it is a 200.
func request(method, url, body string) (string, error) {
	asked, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	asked.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(asked)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s: %s: %s", method, url, answer.Status, text)
	}
	return string(text), err
}
