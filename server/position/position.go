// Package position is how callers of every dialect name places in the log and ask for answers that hold at least what
// they have seen.
package position

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// The headers over HTTP; over gRPC metadata have the same names in lower case. Header says in an answer how much it holds
// at least, MinHeader in a request how much it must hold, ReadHeader how new it must be, and AgeHeader in an answer how old
// it may be.
const (
	Header     = "Concord-Position"
	MinHeader  = "Concord-Min-Position"
	ReadHeader = "Concord-Read"
	AgeHeader  = "Concord-Age"
)

// Position is a place in the log. Callers have it as opaque text, `1.4711`.
type Position struct {
	// Epoch counts restores: a position means the same only within one.
	Epoch int
	Seq   uint64
}

// Of is the position of a view. Its epoch is 0 before the store was set up.
func Of(v *store.View) Position { return Position{EpochOf(v), v.Seq()} }

// EpochOf is the epoch of a view, 0 before the store was set up.
func EpochOf(v *store.View) int {
	if meta := v.Meta(); meta != nil {
		return meta.Epoch
	}
	return 0
}

func (p Position) String() string {
	b := strconv.AppendInt(make([]byte, 0, 24), int64(p.Epoch), 10)
	return string(strconv.AppendUint(append(b, '.'), p.Seq, 10))
}

// Parse reads a position from the field of that name. The error is of reason FIELD_INVALID.
func Parse(field, text string) (p Position, err error) {
	epoch, seq, ok := strings.Cut(text, ".")
	if p.Epoch, err = strconv.Atoi(epoch); err == nil {
		p.Seq, err = strconv.ParseUint(seq, 10, 64)
	}
	if !ok || err != nil {
		return Position{}, fault.FieldInvalid.With("field", field).Because("%q is no position; send one as an answer gave it", shortened(text))
	}
	return p, nil
}

// Wanted is how new an answer must be: Min is the text of a position, Read one of any, strong and max-age=5s. What is empty
// asks for nothing.
type Wanted struct{ Min, Read string }

// View is a view that is as new as wanted. It waits no longer than patience for the position. The error is of reason
// FIELD_INVALID, EPOCH_CHANGED, REPLICA_BEHIND, or STORAGE_AWAY.
func (w Wanted) View(ctx context.Context, s store.Reader, patience time.Duration) (*store.View, error) {
	view, err := w.recent(ctx, s)
	if err != nil || w.Min == "" {
		return view, err
	}
	p, err := Parse(MinHeader, w.Min)
	if err != nil {
		return nil, err
	}
	return p.Await(ctx, s, patience)
}

// Await is a view that holds the position. It waits no longer than patience. The error is of reason EPOCH_CHANGED or
// REPLICA_BEHIND.
func (p Position) Await(ctx context.Context, s store.Reader, patience time.Duration) (*store.View, error) {
	view := s.View()
	switch {
	case p.Epoch != EpochOf(view):
		return nil, fault.EpochChanged.With("after", p)
	case view.Seq() >= p.Seq:
		return view, nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	view, err := s.Await(ctx, p.Seq)
	if err != nil {
		return nil, fault.ReplicaBehind.With("seq", p).Caused(err)
	}
	return view, nil
}

// recent is a view of the age that Read allows.
func (w Wanted) recent(ctx context.Context, s store.Reader) (*store.View, error) {
	age, aged := strings.CutPrefix(w.Read, "max-age=")
	switch {
	case w.Read == "" || w.Read == "any":
		return s.View(), nil
	case w.Read == "strong":
		return s.Sync(ctx)
	case aged:
		most, err := time.ParseDuration(age)
		if err != nil || most < 0 {
			break
		}
		if time.Since(s.Status().Fresh) <= most {
			return s.View(), nil
		}
		return s.Sync(ctx)
	}
	return nil, fault.FieldInvalid.With("field", ReadHeader).Because("%q is none of any, strong and max-age=5s", shortened(w.Read))
}

// shortened bounds what a message repeats of a request.
func shortened(text string) string {
	const most = 40
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most], "") + "…"
}
