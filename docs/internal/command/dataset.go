package command

import (
	"flag"
	"fmt"
	"strconv"
	"strings"

	"chainrule/docs/cli"
	"chainrule/nn/dataset"
)

// data writes data as CSV.
func data(args []string, s cli.Streams) error {
	c := dataset.Paper()
	flags := flag.NewFlagSet("dataset", flag.ContinueOnError)
	flags.IntVar(&c.Samples, "samples", c.Samples, "number of rows")
	flags.IntVar(&c.Features, "features", c.Features, "number of columns, informative, redundant, repeated and useless")
	flags.IntVar(&c.Informative, "informative", c.Informative, "columns that tell the classes apart")
	flags.IntVar(&c.Redundant, "redundant", c.Redundant, "columns that are combinations of those")
	flags.IntVar(&c.Repeated, "repeated", c.Repeated, "columns that are copies of others")
	flags.IntVar(&c.Classes, "classes", c.Classes, "number of classes")
	flags.IntVar(&c.Clusters, "clusters", c.Clusters, "clusters of each class")
	flags.Float64Var(&c.Flip, "flip", c.Flip, "share of rows whose label is drawn anew")
	flags.Float64Var(&c.Separation, "sep", c.Separation, "half the side of the cube at whose corners the clusters lie")
	seedVar(flags, &c.Seed, "seed", "`number` that seeds the random stream")
	about := "Prints the paper's data set (or another of scikit-learn's make_classification)\n" +
		"as CSV: x0,…,y with 17 significant digits."
	if err := cli.Parse(flags, args, 0, about, s); err != nil {
		return err
	}
	t, err := c.Table()
	if err != nil {
		return cli.Unusable("dataset: %s", flagNames.Replace(err.Error()))
	}
	return dataset.WriteCSV(s.Out, t)
}

// flagNames replaces the fields of a Classification by the names of flags.
var flagNames = strings.NewReplacer("dataset: Classification: ", "", "Samples", "-samples", "Features", "-features",
	"Informative", "-informative", "Redundant", "-redundant", "Repeated", "-repeated", "Classes", "-classes",
	"Clusters", "-clusters", "Flip", "-flip", "Separation", "-sep")

// seedVar defines a flag for a seed, as NumPy limits it.
func seedVar(flags *flag.FlagSet, seed *uint32, name, usage string) {
	flags.Var((*seedValue)(seed), name, usage)
}

type seedValue uint32

func (s *seedValue) String() string { return strconv.FormatUint(uint64(*s), 10) }

func (s *seedValue) Set(text string) error {
	value, err := strconv.ParseUint(text, 10, 32)
	if err != nil {
		return fmt.Errorf("want a whole number from 0 to 4294967295")
	}
	*s = seedValue(value)
	return nil
}
