package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
)

// Decode reads the catalog of models.dev, an object of providers, and takes
// its member "neon"; the others cost nothing but reading, and what comes after
// it is not read. A field that is missing or of another type than it was is
// unknown, a field that is new is ignored, an entry that is no model is left
// out. It is an error when no models are left.
func Decode(r io.Reader) (Catalog, error) {
	found, err := pick(r, "neon")
	if err != nil {
		return Catalog{}, fmt.Errorf("reading the catalog: %w", err)
	}
	models, err := parse(found["neon"])
	if err != nil {
		return Catalog{}, fmt.Errorf("reading the catalog: %w", err)
	}
	return Catalog{models: models}, nil
}

// parse reads the provider's part of the catalog into models, in order.
func parse(provider []byte) ([]Model, error) {
	if provider == nil {
		return nil, errors.New(`it has no "neon"`)
	}
	var p struct {
		Models map[string]json.RawMessage `json:"models"`
	}
	if err := lenient(provider, &p); err != nil {
		return nil, err
	}
	models := make([]Model, 0, len(p.Models))
	for id, raw := range p.Models {
		var e entry
		// a broken entry must not hide the others
		if bytes.HasPrefix(raw, []byte("{")) && lenient(raw, &e) == nil && validID(id) {
			models = append(models, e.model(id))
		}
	}
	if len(models) == 0 {
		return nil, errors.New(`its "neon" has no models`)
	}
	slices.SortFunc(models, order)
	return models, nil
}

// lenient unmarshals what has the right type and leaves out the rest.
func lenient(data []byte, v any) error {
	err := json.Unmarshal(data, v)
	if _, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return nil
	}
	return err
}
