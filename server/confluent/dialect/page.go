package dialect

import (
	"iter"
	"math"
)

// Page is the part of a list that a request asks for (contract §1.15).
type Page struct{ offset, limit int }

// Unlimited is the most that lists without a maximum of their own give.
const Unlimited = math.MaxInt32

// Page reads `offset` and `limit`. A limit that is not positive or is above most means most; a negative offset is none.
func (c *Call) Page(most int) (Page, error) {
	offset, err := c.Integer("offset", 0)
	if err != nil {
		return Page{}, err
	}
	limit, err := c.Integer("limit", -1)
	if err != nil {
		return Page{}, err
	}
	if limit <= 0 || limit > most {
		limit = most
	}
	return Page{max(offset, 0), limit}, nil
}

// Take gives the items of a page, and walks no further than to its end. It never gives nil, so that none print as [].
func Take[T any](list iter.Seq[T], p Page) []T {
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
