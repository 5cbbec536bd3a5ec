package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"time"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// changed is one change of an entry of the log, which filters look at.
type changed struct {
	*store.Entry
	store.EntryChange
}

var entryKeys = map[string]key[changed]{
	"domain":  {text: func(c changed) []string { return domainOfScope(c.Scope) }},
	"subject": {text: func(c changed) []string { return one(c.Scope.Name) }},
	"action":  {text: func(c changed) []string { return one(string(c.Action)) }},
	"caller":  {text: func(c changed) []string { return one(c.Caller.ID) }},
	"seq":     {number: func(c changed) []int64 { return []int64{int64(c.Seq)} }},
	"time":    {time: func(c changed) []time.Time { return []time.Time{c.Time} }},
}

// domainOfScope is the domain of a scope, nothing for the registry as a whole.
func domainOfScope(s store.Subject) []string {
	if s.Domain == store.Everywhere {
		return nil
	}
	return one(s.Domain.Public())
}

// shown is an entry with those of its changes that the caller may see, if any of them fits; else it is nil.
func (c *call) shown(v *store.View, e *store.Entry, f filter[changed]) *store.Entry {
	visible, fits := *e, false
	visible.Changes = nil
	for _, change := range e.Changes {
		if c.May(v, store.LogRead, change.Scope) == nil {
			visible.Changes = append(visible.Changes, change)
			fits = fits || f.fits(changed{e, change})
		}
	}
	if !fits {
		return nil
	}
	return &visible
}

// maxWalk bounds how many entries of the log are looked at for one page.
const maxWalk = 10_000

func (m *methods) ListEntries(ctx context.Context, r *concordv1.ListEntriesRequest) (*concordv1.ListEntriesResponse, error) {
	return read(ctx, m, "ListEntries", func(ctx context.Context, c *call) (*concordv1.ListEntriesResponse, error) {
		f, err := parseFilter(r.GetFilter(), entryKeys)
		if err != nil {
			return nil, err
		}
		p, err := pageOf[uint64](r)
		if err != nil {
			return nil, err
		}
		response := &concordv1.ListEntriesResponse{}
		response.NextPageToken, err = c.walkLog(ctx, p, func(e *store.Entry) bool {
			if e = c.shown(c.view, e, f); e != nil {
				response.Entries = append(response.Entries, encodeEntry(e))
			}
			return len(response.Entries) < p.size
		})
		return response, err
	})
}

// walkLog takes entries from behind the place of a page on, until keep wants no more or many were looked at. It returns
// the token of the next page.
func (c *call) walkLog(ctx context.Context, p page[uint64], keep func(*store.Entry) bool) (next string, err error) {
	at := uint64(0)
	if p.after != nil {
		at = *p.after
	}
	seen := 0
	for e, err := range c.Store.Log(ctx, at+1) {
		if err != nil {
			return "", err
		}
		if e.Seq > c.view.Seq() {
			return "", nil
		}
		seen++
		if at = e.Seq; keep(e) && seen < maxWalk {
			continue
		}
		if at >= c.view.Seq() {
			return "", nil
		}
		return p.token(at), nil
	}
	return "", nil
}

func (m *methods) GetEntry(ctx context.Context, r *concordv1.GetEntryRequest) (*concordv1.GetEntryResponse, error) {
	return read(ctx, m, "GetEntry", func(ctx context.Context, c *call) (*concordv1.GetEntryResponse, error) {
		e, err := c.entry(ctx, r.GetSeq())
		if err != nil {
			return nil, err
		}
		if e = c.shown(c.view, e, filter[changed]{}); e == nil {
			return nil, noEntry(r.GetSeq())
		}
		return &concordv1.GetEntryResponse{Entry: encodeEntry(e)}, nil
	})
}

// entry is the entry at a position.
func (c *call) entry(ctx context.Context, seq uint64) (*store.Entry, error) {
	if seq == 0 {
		return nil, noEntry(seq)
	}
	for e, err := range c.Store.Log(ctx, seq) {
		if err != nil {
			return nil, err
		}
		if e.Seq == seq {
			return e, nil
		}
		break
	}
	return nil, noEntry(seq)
}

func noEntry(seq uint64) error {
	return fault.EntryNotFound.With("seq", seq).With("resource", entryName(seq))
}

func encodeEntry(e *store.Entry) *concordv1.Entry {
	m := &concordv1.Entry{
		Name:           entryName(e.Seq),
		Seq:            e.Seq,
		Time:           encodeTime(e.Time),
		Caller:         encodeCaller(e.Caller),
		IdempotencyKey: e.Operation,
		Hash:           e.Hash,
		PreviousHash:   e.Previous,
	}
	for _, change := range e.Changes {
		m.Changes = append(m.Changes, encodeChange(e.Seq, change))
	}
	return m
}

func encodeChange(seq uint64, c store.EntryChange) *concordv1.EntryChange {
	m := &concordv1.EntryChange{
		Resource: c.Resource(), Action: string(c.Action), Id: int32(c.ID),
		Before: encodeTold(c.Action, c.Before), After: encodeTold(c.Action, c.After),
	}
	if ofSettings(c.Action) {
		m.Resource = settingsName(c.Scope)
	}
	if len(c.Decision) > 0 {
		m.Decision = decisionName(seq, c.Resource())
	}
	return m
}

// ofSettings reports whether an action is about the settings of its scope.
func ofSettings(a store.Action) bool {
	return strings.HasPrefix(string(a), "settings.") || strings.HasPrefix(string(a), "mode.")
}

// encodeTold is a value as the log has it, nil for nothing: settings and domains in the words of this API, everything else
// as it is. A value that is no object stands under `value`.
func encodeTold(action store.Action, text []byte) *structpb.Struct {
	if len(text) == 0 {
		return nil
	}
	if told := translated(action, text); told != nil {
		text = told
	}
	value := &structpb.Value{}
	if protojson.Unmarshal(text, value) != nil {
		return nil
	}
	if object := value.GetStructValue(); object != nil {
		return object
	}
	return &structpb.Struct{Fields: map[string]*structpb.Value{"value": value}}
}

// translated is a value of the log as JSON of this API, nil for one that has no message here, or of which the log holds the
// digest only.
func translated(action store.Action, text []byte) []byte {
	read := json.NewDecoder(bytes.NewReader(text))
	read.DisallowUnknownFields()
	var message proto.Message
	switch {
	case strings.HasPrefix(string(action), "settings."):
		var config store.Config
		if read.Decode(&config) != nil {
			return nil
		}
		settings := encodeSettings(config, "")
		settings.Name = ""
		message = settings
	case strings.HasPrefix(string(action), "domain."):
		var d store.Domain
		if read.Decode(&d) != nil {
			return nil
		}
		domain := encodeDomain(&d)
		domain.Etag = ""
		message = domain
	default:
		return nil
	}
	told, err := protojson.Marshal(message)
	if err != nil {
		return nil
	}
	return told
}

func encodeCaller(c store.Caller) *concordv1.Caller {
	return &concordv1.Caller{Id: c.ID, Via: string(c.Via), Groups: c.Groups}
}
