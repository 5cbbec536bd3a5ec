package migrate

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// unread are the records of a topic that could not be read, by key: a later one that can be read makes up for it.
type unread map[string]failedRecord

type failedRecord struct {
	offset int64
	err    error
}

// note notes how it went with a record.
func (u unread) note(r record, err error) {
	name := string(r.key)
	if r.key == nil {
		name = fmt.Sprintf("offset %d", r.offset)
	}
	if err == nil {
		delete(u, name)
		return
	}
	u[name] = failedRecord{r.offset, err}
}

// list is all of them in order; of says which topic they are of.
func (u unread) list(of string) []Skipped {
	list := []Skipped{}
	for _, f := range slices.SortedFunc(maps.Values(u), func(a, b failedRecord) int { return cmp.Compare(a.offset, b.offset) }) {
		list = append(list, Skipped{fmt.Sprintf("the record at offset %d%s", f.offset, of), f.err.Error()})
	}
	return list
}
