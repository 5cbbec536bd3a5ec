package store

import (
	"cmp"
	"slices"
)

// Versions are all versions of a subject, soft-deleted ones included. They never change. A nil *Versions has none.
type Versions struct {
	Subject Subject
	// All is ascending by number and has at least one element.
	All []*Version
}

// Latest is the live version with the highest number, or nil.
func (s *Versions) Latest() *Version {
	if s == nil {
		return nil
	}
	for i := len(s.All) - 1; i >= 0; i-- {
		if !s.All[i].Deleted {
			return s.All[i]
		}
	}
	return nil
}

// Live lists the versions that are not soft-deleted, ascending.
func (s *Versions) Live() []*Version {
	if s == nil {
		return nil
	}
	live := make([]*Version, 0, len(s.All))
	for _, v := range s.All {
		if !v.Deleted {
			live = append(live, v)
		}
	}
	return live
}

// Get is the version of that number, soft-deleted or not, or nil.
func (s *Versions) Get(number int) *Version {
	if s == nil {
		return nil
	}
	if i, ok := s.find(number); ok {
		return s.All[i]
	}
	return nil
}

// Next is the number that the next version gets: one more than the highest, deleted ones included (contract §3.13).
func (s *Versions) Next() int {
	if s == nil {
		return 1
	}
	return s.All[len(s.All)-1].Number + 1
}

func (s *Versions) find(number int) (int, bool) {
	return slices.BinarySearchFunc(s.All, number, func(v *Version, n int) int { return cmp.Compare(v.Number, n) })
}

func (s *Versions) with(v *Version) *Versions {
	if s == nil {
		return &Versions{v.Subject, []*Version{v}}
	}
	i, found := s.find(v.Number)
	all := slices.Clone(s.All)
	if found {
		all[i] = v
	} else {
		all = slices.Insert(all, i, v)
	}
	return &Versions{s.Subject, all}
}

// without returns nil when nothing is left.
func (s *Versions) without(number int) *Versions {
	if s == nil {
		return nil
	}
	i, found := s.find(number)
	switch {
	case !found:
		return s
	case len(s.All) == 1:
		return nil
	}
	return &Versions{s.Subject, slices.Delete(slices.Clone(s.All), i, i+1)}
}
