package rpc

import (
	"net/http"
	"strconv"
	"time"

	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
)

// watchHTTP is Watch as lines of JSON: {"result":…} for each step, {"error":…} as the last line when it fails on the way.
func (m *methods) watchHTTP(w http.ResponseWriter, r *http.Request, _ map[string]string) {
	request, err := watchRequest(r)
	if err != nil {
		writeError(r.Context(), nil, nil, w, r, m.failure(r.Context(), "Watch", err))
		return
	}
	lines := &lines{w: w, flush: http.NewResponseController(w)}
	err = m.watch(r.Context(), request, func(step *concordv1.WatchResponse) error { return lines.send("result", step) })
	switch {
	case err == nil:
	case lines.begun:
		lines.send("error", status.Convert(err).Proto())
	default:
		writeError(r.Context(), nil, nil, w, r, err)
	}
}

func watchRequest(r *http.Request) (*concordv1.WatchRequest, error) {
	query := r.URL.Query()
	request := &concordv1.WatchRequest{}
	if after := query.Get("after"); after != "" {
		n, err := strconv.ParseUint(after, 10, 64)
		if err != nil {
			return nil, fault.New(fault.Invalid, "after: %q is not a position", after)
		}
		request.After = n
	}
	if query.Has("domain") {
		request.Domain = proto.String(query.Get("domain"))
	}
	return request, nil
}

// lines writes messages, each on a line of its own, and hands every line on at once.
type lines struct {
	w     http.ResponseWriter
	flush *http.ResponseController
	begun bool
}

func (l *lines) send(name string, message proto.Message) error {
	body, err := codec.Marshal(message)
	if err != nil {
		return err
	}
	if !l.begun {
		l.begun = true
		l.flush.SetWriteDeadline(time.Time{}) // a watch outlives the server's limit; not every writer has one
		l.w.Header().Set("Content-Type", "application/x-ndjson")
		l.w.Header().Set("Cache-Control", "no-store")
	}
	line := append(strconv.AppendQuote([]byte{'{'}, name), ':')
	if _, err := l.w.Write(append(append(line, body...), '}', '\n')); err != nil {
		return err
	}
	return l.flush.Flush()
}
