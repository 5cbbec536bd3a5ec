package reference

import "math/big"

// limit is a keyword that limits from one side, and the types for its appearance and its tightening.
type limit struct {
	keyword          string
	added, tightened Type
	upper            bool
}

// limits reports a limit that appeared or became tighter.
func (l *list) limits(k limit, w, r *big.Rat) {
	switch {
	case r == nil:
	case w == nil:
		l.add(k.added, k.keyword)
	case k.tighter(w, r):
		l.add(k.tightened, k.keyword)
	}
}

// tighter compares as the reference does, in doubles: what differs beyond their precision is equal.
func (k limit) tighter(w, r *big.Rat) bool {
	x, _ := w.Float64()
	y, _ := r.Float64()
	if k.upper {
		return y < x
	}
	return y > x
}
