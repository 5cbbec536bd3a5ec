package rpc

import (
	"compress/gzip"
	"net/http"
	"strings"
)

// packFrom is the size, in bytes, from which an answer is worth packing.
const packFrom = 1024

// packed is a writer that answers If-None-Match, and packs large answers for those who take it. finish ends the answer.
func packed(w http.ResponseWriter, r *http.Request) (_ http.ResponseWriter, finish func()) {
	p := &packer{ResponseWriter: w, known: r.Header.Get("If-None-Match"), pack: takesGzip(r.Header)}
	w.Header().Set("Vary", "Accept-Encoding")
	return p, p.finish
}

// takesGzip reports whether a request asks for gzip, and does not refuse it with a weight of nothing.
func takesGzip(h http.Header) bool {
	for _, one := range strings.Split(strings.Join(h.Values("Accept-Encoding"), ","), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(one), ";")
		if strings.TrimSpace(name) == "gzip" {
			return strings.Trim(strings.TrimPrefix(strings.TrimSpace(weight), "q="), "0.") != "" || weight == ""
		}
	}
	return false
}

type packer struct {
	http.ResponseWriter
	known string
	pack  bool
	begun bool
	// unchanged is set when the caller has the answer already.
	unchanged bool
	code      int
	gzip      *gzip.Writer
}

func (p *packer) WriteHeader(code int) {
	if p.begun || p.code != 0 {
		return
	}
	p.code = code
	if tag := p.Header().Get("ETag"); code == http.StatusOK && tag != "" && (p.known == "*" || strings.Contains(p.known, tag)) {
		p.code, p.unchanged = http.StatusNotModified, true
		p.Header().Del("Content-Type")
	}
}

func (p *packer) Write(text []byte) (int, error) {
	if p.unchanged {
		return len(text), nil
	}
	p.begin(len(text))
	if p.gzip != nil {
		return p.gzip.Write(text)
	}
	return p.ResponseWriter.Write(text)
}

// begin sends the header, before a first piece of some size.
func (p *packer) begin(size int) {
	if p.begun {
		return
	}
	p.begun = true
	stream := p.Header().Get("Content-Type") == lineStream || p.Header().Get("Content-Type") == eventStream
	if p.pack && size >= packFrom && !stream {
		p.Header().Set("Content-Encoding", "gzip")
		p.Header().Del("Content-Length")
		p.gzip = gzip.NewWriter(p.ResponseWriter)
	}
	if p.code == 0 {
		p.code = http.StatusOK
	}
	p.ResponseWriter.WriteHeader(p.code)
}

func (p *packer) finish() {
	p.begin(0)
	if p.gzip != nil {
		_ = p.gzip.Close() // whoever has gone is told nothing
	}
}

// Unwrap gives streams the writer below, which they flush.
func (p *packer) Unwrap() http.ResponseWriter { return p.ResponseWriter }
