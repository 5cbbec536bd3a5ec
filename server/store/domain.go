package store

import (
	"bytes"
	"iter"
)

// SubjectsOf walks the subjects of one domain whose name starts with prefix, by name. It costs what it gives, however
// many subjects other domains have.
func (v *View) SubjectsOf(d DomainName, prefix string) iter.Seq[*Versions] {
	if d != DefaultDomain {
		return walk(v.subjects, Subject{d, prefix}.String())
	}
	return func(yield func(*Versions) bool) {
		if v.walkDefault([]byte(prefix), []byte(prefix), yield) {
			// Behind the names of all other domains, which start with ":.".
			v.walkDefault([]byte(":/"), []byte(prefix), yield)
		}
	}
}

// walkDefault walks subjects of the default domain from start on, while they have the prefix and until those of other
// domains begin; it reports whether it got there.
func (v *View) walkDefault(start, prefix []byte, yield func(*Versions) bool) bool {
	subjects := v.subjects.Root().Iterator()
	subjects.SeekLowerBound(start)
	for name, versions, ok := subjects.Next(); ok && bytes.HasPrefix(name, prefix); name, versions, ok = subjects.Next() {
		if bytes.HasPrefix(name, []byte(":.")) {
			return true
		}
		if !yield(versions) {
			return false
		}
	}
	return false
}
