package reference

import (
	"math/big"
	"strconv"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// What the keywords of arrays give.
const (
	MaxItemsAdded        Type = "MAX_ITEMS_ADDED"
	MaxItemsDecreased    Type = "MAX_ITEMS_DECREASED"
	MinItemsAdded        Type = "MIN_ITEMS_ADDED"
	MinItemsIncreased    Type = "MIN_ITEMS_INCREASED"
	MaxContainsAdded     Type = "MAX_CONTAINS_ADDED"
	MaxContainsDecreased Type = "MAX_CONTAINS_DECREASED"
	MinContainsAdded     Type = "MIN_CONTAINS_ADDED"
	MinContainsIncreased Type = "MIN_CONTAINS_INCREASED"
	UniqueAdded          Type = "UNIQUE_ITEMS_ADDED"

	ItemAddedToOpen       Type = "ITEM_ADDED_TO_OPEN_CONTENT_MODEL"
	ItemAddedNotCovered   Type = "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
	ItemRemovedFromClosed Type = "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL"
	ItemRemovedNotCovered Type = "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
)

var (
	maxItems    = limit{"maxItems", MaxItemsAdded, MaxItemsDecreased, true}
	minItems    = limit{"minItems", MinItemsAdded, MinItemsIncreased, false}
	maxContains = limit{"maxContains", MaxContainsAdded, MaxContainsDecreased, true}
	minContains = limit{"minContains", MinContainsAdded, MinContainsIncreased, false}
)

func (c *comparer) arrays(l *list, w, r *model.ArrayRules) {
	l.limits(maxItems, w.Max, r.Max)
	l.limits(minItems, w.Min, r.Min)
	if r.Unique && !w.Unique {
		l.add(UniqueAdded, "uniqueItems")
	}
	l.limits(maxContains, mostContains(w), mostContains(r))
	l.limits(minContains, leastContains(w), leastContains(r))
	l.include(c.at(w.Items, r.Items, "items"))
	c.tuple(l, w, r)
	c.beyond(l, "additionalItems", w.Additional, r.Additional, AdditionalItemsRemoved, AdditionalItemsNarrowed)
	c.beyond(l, "unevaluatedItems", seen(w.Unevaluated, w.Lost), seen(r.Unevaluated, r.Lost), UnevaluatedItemsRemoved, UnevaluatedItemsNarrowed)
}

// leastContains is `minContains` as the reference sees it, which is 1 beside a `contains`.
func leastContains(a *model.ArrayRules) *big.Rat {
	if a.MinContains != nil && !a.Lost {
		return a.MinContains
	}
	if a.Contains != nil && a.CountsContains {
		return big.NewRat(1, 1)
	}
	return nil
}

func mostContains(a *model.ArrayRules) *big.Rat {
	if a.Lost {
		return nil
	}
	return a.MaxContains
}

// tuple compares items by position.
func (c *comparer) tuple(l *list, w, r *model.ArrayRules) {
	for i, item := range w.Tuple {
		if i < len(r.Tuple) {
			l.include(c.at(item, r.Tuple[i], "items", strconv.Itoa(i)))
		} else {
			c.removedItem(l, i, item, r)
		}
	}
	for i := len(w.Tuple); i < len(r.Tuple); i++ {
		c.addedItem(l, i, r.Tuple[i], w)
	}
}

func (c *comparer) removedItem(l *list, i int, item *model.Node, r *model.ArrayRules) {
	m := itemContent(r)
	switch {
	case m.open:
	case m.schema != nil:
		c.covered(l, item, m.schema, ItemRemovedNotCovered, "items", strconv.Itoa(i))
	case item.Kind != model.False:
		l.between(item, nil, ItemRemovedFromClosed, "items", strconv.Itoa(i))
	}
}

func (c *comparer) addedItem(l *list, i int, item *model.Node, w *model.ArrayRules) {
	m := itemContent(w)
	switch {
	case m.open:
		if !isEmpty(item) {
			l.between(nil, item, ItemAddedToOpen, "items", strconv.Itoa(i))
		}
	case m.schema != nil:
		c.covered(l, m.schema, item, ItemAddedNotCovered, "items", strconv.Itoa(i))
	}
}

// itemContent is what an array says about items behind those that it lists.
func itemContent(a *model.ArrayRules) content {
	unevaluated := seen(a.Unevaluated, a.Lost)
	if a.Additional.Anything() && unevaluated.Anything() {
		return content{open: true}
	}
	return content{schema: firstSchema(a.Additional, unevaluated)}
}
