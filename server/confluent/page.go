package confluent

import (
	"iter"
	"math"
)

// page is the part of a list that a request asks for (contract §1.15).
type page struct{ offset, limit int }

// page reads `offset` and `limit`. A limit that is not positive or is above most means most; a negative offset is none.
func (c *call) page(most int) (page, error) {
	offset, err := c.integer("offset", 0)
	if err != nil {
		return page{}, err
	}
	limit, err := c.integer("limit", -1)
	if err != nil {
		return page{}, err
	}
	if limit <= 0 || limit > most {
		limit = most
	}
	return page{max(offset, 0), limit}, nil
}

// part walks to the end of a page, and no further.
func part[T any](list iter.Seq[T], p page) []T {
	items := []T{}
	for item := range list {
		if p.offset > 0 {
			p.offset--
			continue
		}
		if items = append(items, item); len(items) == p.limit {
			break
		}
	}
	return items
}

// unlimited is the most that lists without a maximum of their own give.
const unlimited = math.MaxInt32

// paged cuts a list to a page; what is left is never nil, so that it prints as [].
func paged[T any](list []T, p page) []T {
	list = list[min(p.offset, len(list)):]
	list = list[:min(p.limit, len(list))]
	if list == nil {
		return []T{}
	}
	return list
}
