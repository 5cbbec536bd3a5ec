package store

import (
	"bytes"
	"iter"
	"strings"

	iradix "github.com/hashicorp/go-immutable-radix/v2"
)

// The walks here begin behind a place, so that a page of a list costs what is on it, however long the list is.

// seek walks what a tree holds under a prefix, from a key on.
func seek[T any](tree *iradix.Tree[T], prefix, from []byte) iter.Seq[T] {
	return func(yield func(T) bool) {
		at := tree.Root().Iterator()
		if bytes.Compare(from, prefix) < 0 {
			from = prefix
		}
		at.SeekLowerBound(from)
		for key, value, ok := at.Next(); ok && bytes.HasPrefix(key, prefix); key, value, ok = at.Next() {
			if !yield(value) {
				return
			}
		}
	}
}

// DomainsAfter walks the domains from behind one of them on, nil for all: the default one first, the others in the order of
// their keys, which is by name, where a dash or a dot comes before the end of a name.
func (v *View) DomainsAfter(after *DomainName) iter.Seq[DomainName] {
	return func(yield func(DomainName) bool) {
		if after == nil && !yield(DefaultDomain) {
			return
		}
		prefix := []byte(kindDomain + "/")
		from := prefix
		if after != nil && *after != DefaultDomain {
			from = append([]byte((&Domain{Name: *after}).Key()), 0)
		}
		for r := range seek(v.records, prefix, from) {
			if d := r.(*Domain); d.Name != DefaultDomain && !yield(d.Name) {
				return
			}
		}
	}
}

// scopeRanges are the keys of settings and modes without their kind, in the order of [View.ScopesAfter]: those of the registry
// as a whole, those of the default domain, and the rest on both sides of them.
var scopeRanges = [...]struct{ from, to string }{
	{string(Everywhere) + "/", string(Everywhere) + "0"}, // a zero comes right after a slash
	{"/", "0"},
	{"", "/"},
	{"0", string(Everywhere) + "/"},
	{string(Everywhere) + "0", "\xff"},
}

// ScopesAfter walks the scopes that have a record of settings or a mode, from behind one of them on, nil for all: first the
// registry as a whole, then the default domain and its subjects, then the others in the order of their keys.
func (v *View) ScopesAfter(after *Subject) iter.Seq[Subject] {
	return func(yield func(Subject) bool) {
		last := ""
		if after != nil {
			last = strings.TrimPrefix(string((&Config{Scope: *after}).Key()), kindConfig+"/")
		}
		for _, r := range scopeRanges {
			if after != nil && (last < r.from || last >= r.to) {
				continue // a page before this one had it all
			}
			from := r.from
			if after != nil {
				from, after = last+"\x00", nil
			}
			for s := range v.scopesBetween(from, r.to) {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// scopesBetween walks the scopes whose keys, without their kind, are in a range. Settings and modes are merged.
func (v *View) scopesBetween(from, to string) iter.Seq[Subject] {
	return func(yield func(Subject) bool) {
		at := [2]*iradix.Iterator[Record]{v.records.Root().Iterator(), v.records.Root().Iterator()}
		var keys [2]string
		var scopes [2]Subject
		next := func(i int) {
			kind := [2]string{kindConfig + "/", kindMode + "/"}[i]
			key, r, ok := at[i].Next()
			suffix, ours := strings.CutPrefix(string(key), kind)
			if keys[i] = "\xff"; !ok || !ours || suffix >= to {
				return
			}
			keys[i] = suffix
			switch r := r.(type) {
			case *Config:
				scopes[i] = r.Scope
			case *Mode:
				scopes[i] = r.Scope
			}
		}
		at[0].SeekLowerBound([]byte(kindConfig + "/" + from))
		at[1].SeekLowerBound([]byte(kindMode + "/" + from))
		next(0)
		next(1)
		for keys[0] != "\xff" || keys[1] != "\xff" {
			first := 0
			if keys[1] < keys[0] {
				first = 1
			}
			if keys[0] == keys[1] {
				next(1)
			}
			if !yield(scopes[first]) {
				return
			}
			next(first)
		}
	}
}

// behind is the smallest key greater than that of a subject.
func behind(s Subject) []byte { return append([]byte(s.String()), 0) }

// SubjectsAfter is [View.SubjectsOf] from behind a name on; an empty one begins at the beginning.
func (v *View) SubjectsAfter(d DomainName, prefix, after string) iter.Seq[*Versions] {
	start := []byte(Subject{d, prefix}.String())
	if after != "" {
		start = maxKey(start, behind(Subject{d, after}))
	}
	if d != DefaultDomain {
		return seek(v.subjects, []byte(Subject{d, prefix}.String()), start)
	}
	return func(yield func(*Versions) bool) {
		if v.walkDefault(start, []byte(prefix), yield) {
			// Behind the names of all other domains, which start with ":.".
			v.walkDefault(maxKey([]byte(":/"), start), []byte(prefix), yield)
		}
	}
}

// UsesAfter is [View.Uses] from behind a version on; nil begins at the beginning.
func (v *View) UsesAfter(d DomainName, id ID, after *VersionName) iter.Seq[*Version] {
	prefix := usePrefix(d, id)
	if after == nil {
		return walk(v.uses, prefix)
	}
	return seek(v.uses, []byte(prefix), []byte(prefix+versionKey(after.Subject, after.Number)+"\x00"))
}

// ReferrersAfter is [View.Referrers] from behind a version on; nil begins at the beginning.
func (v *View) ReferrersAfter(s Subject, number int, after *VersionName) iter.Seq[*Version] {
	prefix := versionKey(s, number)
	if after == nil {
		return walk(v.referrers, prefix)
	}
	return seek(v.referrers, []byte(prefix), []byte(prefix+versionKey(after.Subject, after.Number)+"\x00"))
}

// VersionName names a version, which need not exist.
type VersionName struct {
	Subject Subject
	Number  int
}

func maxKey(a, b []byte) []byte {
	if bytes.Compare(a, b) < 0 {
		return b
	}
	return a
}
