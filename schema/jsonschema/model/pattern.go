package model

import (
	"errors"
	"fmt"
	"regexp/syntax"
)

// maxPattern is the length in bytes beyond which a pattern is not compiled (storage §6.3).
const maxPattern = 1024

// CheckPattern refuses what is a regular expression in no dialect. Go reads fewer than the drafts' dialect has: what only
// Go refuses (look-around, back-references, possessive repetition) passes.
func CheckPattern(pattern string) error {
	if len(pattern) > maxPattern {
		return nil
	}
	_, err := syntax.Parse(pattern, syntax.Perl)
	var problem *syntax.Error
	if !errors.As(err, &problem) {
		return nil
	}
	switch problem.Code {
	case syntax.ErrMissingBracket, syntax.ErrMissingParen, syntax.ErrUnexpectedParen, syntax.ErrTrailingBackslash,
		syntax.ErrMissingRepeatArgument, syntax.ErrInvalidCharRange:
		return fmt.Errorf("%q is not a regular expression: %s", pattern, problem.Code)
	}
	return nil
}
