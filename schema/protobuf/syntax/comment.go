package syntax

import (
	"slices"
	"strings"
)

// comment is a comment with its marks.
type comment struct {
	at   Range
	text string
}

// leading is the text of the comments right before pos: the last block that no blank line separates from it. A comment
// on the line where the token before ended belongs to that token.
func (s *scanner) leading() string {
	s.skip()
	var blocks []string
	next := s.pos
	for i := len(s.comments) - 1; i >= 0; i-- {
		c := s.comments[i]
		gap := s.text[c.at.End:next]
		if strings.Count(gap, "\n") > 1 || i == 0 && s.trails(c) {
			break
		}
		blocks = append(blocks, c.content())
		next = c.at.Start
	}
	slices.Reverse(blocks)
	return strings.TrimSpace(strings.Join(blocks, "\n"))
}

// trailing is the text of a comment behind the last token on the same line.
func (s *scanner) trailing() string {
	s.skip()
	if len(s.comments) == 0 || !s.trails(s.comments[0]) {
		return ""
	}
	return strings.TrimSpace(s.comments[0].content())
}

// trails reports whether c, the first comment behind the last token, begins on the line where that token ended, with
// nothing else to follow on it.
func (s *scanner) trails(c comment) bool {
	if s.end == 0 || strings.Contains(s.text[s.end:c.at.Start], "\n") {
		return false
	}
	for i := c.at.End; i < len(s.text); i++ {
		switch s.text[i] {
		case ' ', '\t', '\r':
		default:
			return s.text[i] == '\n'
		}
	}
	return true
}

// content is the comment without its marks: // on each line, or /* */ with the asterisks that begin lines.
func (c comment) content() string {
	if line, ok := strings.CutPrefix(c.text, "//"); ok {
		return strings.TrimSpace(line)
	}
	lines := strings.Split(strings.TrimSuffix(strings.TrimPrefix(c.text, "/*"), "*/"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(line), "*"))
	}
	return strings.Join(lines, "\n")
}
