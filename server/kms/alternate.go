package kms

import (
	"fmt"
	"strings"
)

// alternatesProp is the property that lists ids of keys, with commas between, that stand in for the key: copies of it in
// other regions, as the clients have it.
const alternatesProp = "encrypt.alternate.kms.key.ids"

// maxAlternates bounds how many are asked, for each has a part of the time of a call.
const maxAlternates = 4

// alternatives are the key itself and those that stand in for it.
func (k Key) alternatives() ([]Key, error) {
	keys := []Key{k}
	for id := range strings.SplitSeq(k.Props[alternatesProp], ",") {
		if id = strings.TrimSpace(id); id != "" {
			alternate := k
			alternate.ID = id
			keys = append(keys, alternate)
		}
	}
	if len(keys) > 1+maxAlternates {
		return nil, fmt.Errorf("%s lists %d keys; at most %d are asked", alternatesProp, len(keys)-1, maxAlternates)
	}
	return keys, nil
}
