package search

import "math/big"

// maxText bounds the lengths of strings that are made.
const maxText = 4096

// lengthOf is a length as an int, fallback when there is none. It is not ok for lengths beyond what is made.
func lengthOf(x *big.Rat, fallback int) (n int, ok bool) {
	switch {
	case x == nil:
		return fallback, true
	case !x.Num().IsInt64() || x.Num().Int64() > maxText || x.Num().Int64() < 0:
		return fallback, false
	}
	return int(x.Num().Int64()), true
}
