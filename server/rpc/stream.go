package rpc

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/proto"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
)

// watchHTTP is WatchEntries as lines of JSON: the message of each step, and {"error":…} as the last line when it fails on
// the way. For those who accept text/event-stream each step is an event whose id is its position.
func (m *methods) watchHTTP(ctx context.Context, w http.ResponseWriter, r *http.Request, rt *route) {
	c := m.begin(ctx, "WatchEntries")
	request := &concordv1.WatchEntriesRequest{}
	if err := rt.fill(request, r, m.MaxBody); err != nil {
		c.refuse(ctx, w, err)
		return
	}
	lines := &lines{w: w, flush: http.NewResponseController(w), events: accepts(r, eventStream)}
	if last := r.Header.Get("Last-Event-ID"); last != "" && lines.events {
		if request.After != "" && request.After != last {
			c.refuse(ctx, w, fault.FieldInvalid.With("field", "after").Because("Last-Event-ID says something else"))
			return
		}
		request.After = last
	}
	copyHeader(w, c.answerHeader())
	err := c.watch(ctx, request, func(step *concordv1.WatchEntriesResponse) error { return lines.step(step) })
	switch {
	case err == nil:
	case lines.begun:
		lines.fail(err)
	default:
		writeFailure(w, err)
	}
}

// The types of a stream.
const (
	lineStream  = "application/x-ndjson"
	eventStream = "text/event-stream"
)

func accepts(r *http.Request, kind string) bool {
	return strings.Contains(strings.Join(r.Header.Values("Accept"), ","), kind)
}

// lines writes messages, each on a line of its own or in an event, and hands each on at once.
type lines struct {
	w      http.ResponseWriter
	flush  *http.ResponseController
	events bool
	begun  bool
}

func (l *lines) step(step *concordv1.WatchEntriesResponse) error {
	body, err := codec.Marshal(step)
	if err != nil {
		return err
	}
	if l.events {
		return l.send("id: "+step.GetStep().GetPosition()+"\ndata: ", body, "\n\n")
	}
	return l.send("", body, "\n")
}

// fail writes why the stream ends.
func (l *lines) fail(err error) {
	var f *failure
	if !errors.As(err, &f) {
		return
	}
	body, err := codec.Marshal(proto.Message(f.full().Proto()))
	if err != nil {
		return
	}
	line := append(append(strconv.AppendQuote([]byte{'{'}, "error"), ':'), append(body, '}')...)
	if l.events {
		_ = l.send("event: error\ndata: ", line, "\n\n") // whoever has gone is told nothing
		return
	}
	_ = l.send("", line, "\n")
}

func (l *lines) send(before string, body []byte, after string) error {
	if !l.begun {
		l.begun = true
		_ = l.flush.SetWriteDeadline(time.Time{}) // a watch outlives the server's limit; not every writer has one
		kind := lineStream
		if l.events {
			kind = eventStream
		}
		l.w.Header().Set("Content-Type", kind)
		l.w.Header().Set("Cache-Control", "no-store")
	}
	if _, err := l.w.Write(append(append([]byte(before), body...), after...)); err != nil {
		return err
	}
	return l.flush.Flush()
}
