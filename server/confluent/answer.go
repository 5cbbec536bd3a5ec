package confluent

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// The values of an operation that do not simply become JSON.
type (
	// text is a schema as it is, although the media type says JSON (contract §2.1).
	text string
	// nothing is a 204.
	nothing struct{}
	// several is a 207: the answers to the requests of a batch, in their order.
	several struct {
		Results []result `json:"results"`
	}
)

// document is a body that was made before, with what caches want to know.
type document struct {
	body measured
	// packed is the body in gzip, without bytes when it is too small to gain.
	packed measured
	// tag is the ETag of body.
	tag []string
	// forever is set when the same address will never give anything else.
	forever bool
}

// smallest is the size in bytes from which packing pays.
const smallest = 1024

// measured are bytes with the value of their Content-Length.
type measured struct {
	bytes  []byte
	length []string
}

func measure(b []byte) measured { return measured{b, []string{strconv.Itoa(len(b))}} }

func newDocument(body []byte, forever bool) *document {
	sum := sha256.Sum256(body)
	d := &document{body: measure(body), tag: []string{`"` + hex.EncodeToString(sum[:12]) + `"`}, forever: forever}
	if len(body) >= smallest {
		d.packed = measure(pack(body))
	}
	return d
}

// answer writes the value of an operation.
func (h *handler) answer(c *call, value any) {
	switch value := value.(type) {
	case nothing:
		c.WriteHeader(http.StatusNoContent)
	case text:
		h.send(c, http.StatusOK, []byte(value))
	case several:
		h.send(c, http.StatusMultiStatus, encode(value))
	case *document:
		h.serve(c, value)
	case array:
		h.stream(c, value)
	default:
		h.send(c, http.StatusOK, encode(value))
	}
}

// encode prints JSON as the reference does, without escapes for HTML and without a line end. Values are made of plain
// types here, so that there is nothing to go wrong.
func encode(value any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Values of headers, made once: a header wants a slice.
var (
	immutable  = []string{"max-age=31536000, immutable"}
	revalidate = []string{"no-cache"}
	// varying are the request's headers on which a cached answer depends (media types, packing, old clients).
	varying = []string{"Accept, Accept-Encoding, Confluent-Accept-Unknown-Properties, User-Agent"}
	zipped  = []string{"gzip"}
)

// serve writes a document, or says that the client has it.
func (h *handler) serve(c *call, d *document) {
	header := c.Header()
	header["Etag"], header["Cache-Control"] = d.tag, revalidate
	if others := header["Vary"]; others != nil {
		header["Vary"] = slices.Concat(others, varying)
	} else {
		header["Vary"] = varying
	}
	if d.forever {
		header["Cache-Control"] = immutable
	}
	if known := c.request.Header["If-None-Match"]; known != nil && matches(known, d.tag[0]) {
		c.WriteHeader(http.StatusNotModified)
		return
	}
	body := d.body
	if d.packed.bytes != nil && unpacks(c.request.Header["Accept-Encoding"]) {
		header["Content-Encoding"], body = zipped, d.packed
	}
	c.write(http.StatusOK, body)
}

// matches reports whether one of the tags of If-None-Match is tag.
func matches(known []string, tag string) bool {
	for candidate := range strings.SplitSeq(strings.Join(known, ","), ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == tag || candidate == "*" {
			return true
		}
	}
	return false
}

// send writes a body that nobody has made before.
func (h *handler) send(c *call, status int, body []byte) {
	if len(body) >= smallest {
		c.Header().Add("Vary", "Accept-Encoding")
		if unpacks(c.request.Header["Accept-Encoding"]) {
			c.Header()["Content-Encoding"], body = zipped, pack(body)
		}
	}
	c.write(status, measure(body))
}

func (c *call) write(status int, body measured) {
	header := c.Header()
	header["Content-Type"] = fields[c.media]
	header["Content-Length"] = body.length
	c.WriteHeader(status)
	// An error means that the client has gone.
	_, _ = c.Write(body.bytes)
}

// unpacks reports whether a client takes gzip.
func unpacks(accept []string) bool {
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, parameters, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			return quality(parameters) > 0
		}
	}
	return false
}

var packers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

func pack(body []byte) []byte {
	var b bytes.Buffer
	w := packers.Get().(*gzip.Writer)
	defer packers.Put(w)
	w.Reset(&b)
	// A bytes.Buffer takes everything.
	_, _ = w.Write(body)
	_ = w.Close()
	return b.Bytes()
}
