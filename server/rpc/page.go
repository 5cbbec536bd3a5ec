package rpc

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"iter"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/concord-registry/concord/server/fault"
)

// The sizes of pages.
const (
	usualPage = 100
	maxPage   = 1000
)

// listRequest is a request with the fields that every list has.
type listRequest interface {
	proto.Message
	GetPageSize() int32
	GetPageToken() string
}

// page is what a request asks for of a list. K says where in the list something stands; a token holds the place of the
// last thing on its page.
type page[K any] struct {
	size  int
	after *K // nil on the first page
	bound []byte
}

// boundBytes is how much of a token says which list and filter it belongs to.
const boundBytes = 8

// pageOf reads what a request asks for.
func pageOf[K any](r listRequest) (page[K], error) {
	p := page[K]{size: int(r.GetPageSize()), bound: listOf(r)}
	switch {
	case p.size < 0:
		return p, fault.FieldInvalid.With("field", "pageSize").Because("a page has at least one thing")
	case p.size == 0:
		p.size = usualPage
	}
	p.size = min(p.size, maxPage)
	if r.GetPageToken() == "" {
		return p, nil
	}
	p.after = new(K)
	token, err := base64.RawURLEncoding.DecodeString(r.GetPageToken())
	if err != nil || len(token) < boundBytes || string(token[:boundBytes]) != string(p.bound) || json.Unmarshal(token[boundBytes:], p.after) != nil {
		return p, fault.PageTokenInvalid.With("field", "pageToken").Because("it belongs to another list or filter, or was changed")
	}
	return p, nil
}

// listOf identifies a list: the request without what differs from page to page.
func listOf(r listRequest) []byte {
	bare := proto.Clone(r).ProtoReflect()
	for _, name := range []protoreflect.Name{"page_size", "page_token"} {
		bare.Clear(bare.Descriptor().Fields().ByName(name))
	}
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(bare.Interface())
	if err != nil {
		panic(err) // what was read can be written
	}
	sum := sha256.Sum256(append([]byte(bare.Descriptor().FullName()+"\x00"), text...))
	return sum[:boundBytes]
}

// token leads to what comes after a place.
func (p page[K]) token(last K) string {
	text, err := json.Marshal(last)
	if err != nil {
		panic(err) // places hold names and numbers
	}
	return base64.RawURLEncoding.EncodeToString(append(p.bound[:boundBytes:boundBytes], text...))
}

// take fills a page with what fits of list, which begins after the page's place, and makes the token for the next page.
func take[T, K any](p page[K], list iter.Seq[T], fits func(T) bool, place func(T) K) (things []T, next string) {
	for thing := range list {
		if !fits(thing) {
			continue
		}
		if len(things) == p.size {
			return things, p.token(place(things[len(things)-1]))
		}
		things = append(things, thing)
	}
	return things, ""
}

// each makes messages of things.
func each[T, M any](things []T, encode func(T) M) []M {
	list := make([]M, len(things))
	for i, thing := range things {
		list[i] = encode(thing)
	}
	return list
}
