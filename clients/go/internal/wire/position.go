package wire

import (
	"strconv"
	"strings"
	"sync"
)

// position is how far the log of a registry has come, `1.4711`: the epoch, and the number of the last entry.
type position struct {
	mu   sync.Mutex
	text string
}

func (p *position) get() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text
}

// wrote remembers the position of a write, unless one further on in the same epoch is known; empty is none.
func (p *position) wrote(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	oldEpoch, old := split(p.text)
	epoch, seq := split(text)
	if text != "" && (epoch != oldEpoch || seq > old) {
		p.text = text
	}
}

// forget drops a position that the registry does not know, as after a restore from a backup.
func (p *position) forget(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.text == text {
		p.text = ""
	}
}

func split(text string) (epoch string, seq uint64) {
	epoch, number, _ := strings.Cut(text, ".")
	seq, _ = strconv.ParseUint(number, 10, 64)
	return epoch, seq
}
