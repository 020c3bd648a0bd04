package catalog

import (
	_ "embed"
	"encoding/json"
	"strings"
	"time"
)

// builtIn is our own list, in the form of models.dev, with the day on which
// the facts were taken. To remake it:
//
//	curl -o api.json https://models.dev/api.json
//	go test ./catalog -run TestBuiltInList -update ../api.json
//
//go:embed models.json
var builtIn string

// Embedded returns the list inside the program. It is read anew on each call,
// which takes well under a millisecond.
func Embedded() Catalog {
	c, err := decodeBuiltIn()
	if err != nil {
		panic("catalog: built-in list: " + err.Error()) // a test reads it
	}
	return c
}

// Lookup returns what the built-in list says of one model, and reads that
// model's line only: for a request that is about to leave.
func Lookup(id string) (Model, bool) {
	id = key(id)
	_, line, found := strings.Cut(builtIn, "\n\""+id+"\": ")
	if !found || !validID(id) {
		return Model{}, false
	}
	line, _, _ = strings.Cut(line, "\n")
	var e entry
	if lenient([]byte(strings.TrimSuffix(line, ",")), &e) != nil {
		return Model{}, false
	}
	return e.model(id), true
}

func decodeBuiltIn() (Catalog, error) {
	found, err := pick(strings.NewReader(builtIn), "as_of", "neon")
	if err != nil {
		return Catalog{}, err
	}
	models, err := parse(found["neon"])
	if err != nil {
		return Catalog{}, err
	}
	var day string
	if err := json.Unmarshal(found["as_of"], &day); err != nil {
		return Catalog{}, err
	}
	asOf, err := time.Parse(time.DateOnly, day)
	return Catalog{models: models, asOf: asOf, builtIn: true}, err
}
