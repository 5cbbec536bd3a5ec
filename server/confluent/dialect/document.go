package dialect

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
)

// Document is a body that was made before, with what caches want to know.
type Document struct {
	body measured
	// packed is the body in gzip, without bytes when it is too small to gain.
	packed measured
	// tag is the ETag of body.
	tag []string
	// forever is set when the same address will never give anything else.
	forever bool
}

func newDocument(body []byte, forever bool) *Document {
	sum := sha256.Sum256(body)
	d := &Document{body: measure(body), tag: []string{`"` + hex.EncodeToString(sum[:12]) + `"`}, forever: forever}
	if len(body) >= smallest {
		d.packed = measure(pack(body))
	}
	return d
}

// Values of headers, made once: a header wants a slice.
var (
	immutable  = []string{"max-age=31536000, immutable"}
	revalidate = []string{"no-cache"}
	// varying are the request's headers on which a cached answer depends (media types, packing, old clients).
	varying = []string{"Accept, Accept-Encoding, Confluent-Accept-Unknown-Properties, User-Agent"}
)

// serve writes a document, or says that the client has it.
func (c *Call) serve(d *Document) {
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
	if known := c.Request.Header["If-None-Match"]; known != nil && matches(known, d.tag[0]) {
		c.WriteHeader(http.StatusNotModified)
		return
	}
	body := d.body
	if d.packed.bytes != nil && unpacks(c.Request.Header["Accept-Encoding"]) {
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
