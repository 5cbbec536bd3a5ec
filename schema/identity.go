package schema

import (
	"crypto/md5"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"
)

// GUID is the content address of a schema: MD5 over text, references, metadata and rule set (contract §3.1). The
// format, the subject and the id are not part of it. MD5 is the contract's choice, so a GUID identifies what honest
// clients send; it proves nothing about what a hostile one sent. Storage compares contents, not GUIDs.
type GUID [md5.Size]byte

// Identify computes the GUID of a schema whose canonical text is text. nil metadata or rules means none, which is not
// the same as empty ones.
func Identify(text string, references []Reference, metadata *Metadata, rules *RuleSet) GUID {
	h := md5.New()
	io.WriteString(h, text)
	for _, r := range references {
		io.WriteString(h, r.Name)
		io.WriteString(h, r.Subject)
		binary.Write(h, binary.BigEndian, int32(r.Version))
	}
	metadata.digest(h)
	rules.digest(h)
	return GUID(h.Sum(nil))
}

// ParseGUID reads a GUID in its dashed form or as 32 hexadecimal digits.
func ParseGUID(s string) (GUID, error) {
	var g GUID
	if len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' {
		s = s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	}
	if n, err := hex.Decode(g[:], []byte(s)); err != nil || n != len(g) {
		return GUID{}, fmt.Errorf("%q is not a GUID", s)
	}
	return g, nil
}

func (g GUID) String() string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", g[:4], g[4:6], g[6:8], g[8:10], g[10:])
}

// MarshalText gives the dashed form.
func (g GUID) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what [ParseGUID] reads.
func (g *GUID) UnmarshalText(text []byte) (err error) {
	*g, err = ParseGUID(string(text))
	return err
}

func (m *Metadata) digest(h hash.Hash) {
	if m == nil {
		return
	}
	h.Write([]byte{1})
	for _, path := range slices.Sorted(maps.Keys(m.Tags)) {
		io.WriteString(h, path)
		writeAll(h, slices.Sorted(slices.Values(m.Tags[path])))
	}
	digestMap(h, m.Properties)
	writeAll(h, slices.Sorted(slices.Values(m.Sensitive)))
}

func (s *RuleSet) digest(h hash.Hash) {
	if s == nil {
		return
	}
	h.Write([]byte{1})
	for _, r := range slices.Concat(s.MigrationRules, s.DomainRules, s.EncodingRules) {
		r.digest(h)
	}
	io.WriteString(h, s.EnableAt)
}

func (r Rule) digest(h hash.Hash) {
	writeAll(h, []string{r.Name, r.Doc, r.Kind, r.Mode, r.Type})
	writeAll(h, slices.Sorted(slices.Values(r.Tags)))
	digestMap(h, r.Params)
	writeAll(h, []string{r.Expr, r.OnSuccess, r.OnFailure})
	if r.Disabled {
		h.Write([]byte{1})
	}
}

func digestMap(h hash.Hash, m map[string]string) {
	for _, key := range slices.Sorted(maps.Keys(m)) {
		io.WriteString(h, key)
		io.WriteString(h, m[key])
	}
}

func writeAll(h hash.Hash, texts []string) {
	for _, t := range texts {
		io.WriteString(h, t)
	}
}
