package jsonschema

import (
	"math/big"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

func (c *comparer) arrays(l *list, w, r *model.ArrayRules) {
	l.bounds(maxItems, w.Max, r.Max)
	l.bounds(minItems, w.Min, r.Min)
	if r.Unique && !w.Unique {
		l.add(uniqueAdded, "uniqueItems")
	}
	l.bounds(maxContains, mostContains(w), mostContains(r))
	l.bounds(minContains, leastContains(w), leastContains(r))
	l.include(c.at(w.Items, r.Items, "items"))
	c.tuple(l, w, r)
	c.beyond(l, "additionalItems", w.Additional, r.Additional, additionalItemsRemoved, additionalItemsNarrowed)
	c.beyond(l, "unevaluatedItems", seen(w.Unevaluated, w.Lost), seen(r.Unevaluated, r.Lost), unevaluatedItemsRemoved, unevaluatedItemsNarrowed)
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
			l.include(c.at(item, r.Tuple[i], "items", index(i)))
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
		c.covered(l, item, m.schema, itemRemovedNotCovered, "items", index(i))
	case item.Kind != model.False:
		l.between(item, nil, itemRemovedFromClosed, "items", index(i))
	}
}

func (c *comparer) addedItem(l *list, i int, item *model.Node, w *model.ArrayRules) {
	m := itemContent(w)
	switch {
	case m.open:
		if !isEmpty(item) {
			l.between(nil, item, itemAddedToOpen, "items", index(i))
		}
	case m.schema != nil:
		c.covered(l, m.schema, item, itemAddedNotCovered, "items", index(i))
	}
}

// itemContent is what an array says about items behind those that it lists.
func itemContent(a *model.ArrayRules) content {
	unevaluated := seen(a.Unevaluated, a.Lost)
	if anything(a.Additional) && anything(unevaluated) {
		return content{open: true}
	}
	return content{schema: firstSchema(a.Additional, unevaluated)}
}
