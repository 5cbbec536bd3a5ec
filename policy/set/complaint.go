package set

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Complaint is one thing that is wrong with a policy repository.
type Complaint struct {
	File string `json:"file"`
	// Line counts from 1; 0 means the file as a whole.
	Line    int    `json:"line,omitempty"`
	Message string `json:"message"`
}

func (c Complaint) String() string {
	if c.Line == 0 {
		return c.File + ": " + c.Message
	}
	return fmt.Sprintf("%s:%d: %s", c.File, c.Line, c.Message)
}

// LoadError is what [Load] returns for a tree that is not a set: everything that is wrong, in order of files and lines.
type LoadError struct{ Complaints []Complaint }

func (e *LoadError) Error() string {
	lines := make([]string, len(e.Complaints))
	for i, c := range e.Complaints {
		lines[i] = c.String()
	}
	return strings.Join(lines, "\n")
}

// Complaints collects what is wrong while a repository is read and tested.
type Complaints []Complaint

// Add adds one; the line counts from 1, and 0 means the file as a whole.
func (c *Complaints) Add(file string, line int, format string, args ...any) {
	*c = append(*c, Complaint{file, line, fmt.Sprintf(format, args...)})
}

// Err is nil when there are none, and otherwise a *[LoadError] with all of them in order.
func (c Complaints) Err() error {
	if len(c) == 0 {
		return nil
	}
	slices.SortStableFunc(c, func(a, b Complaint) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.Message, b.Message))
	})
	return &LoadError{slices.Compact(c)}
}
