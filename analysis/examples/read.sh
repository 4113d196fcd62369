#!/bin/sh
# A sweep's file in the shell: what is in it, the names along a dimension, and the first
# cost of all.
#   read.sh out.h5                  needs hdf5-tools and netcdf-bin
ncdump -h "$1"
ncdump -v offer "$1" | sed -n '/^data:/,$p'
one_of_each=$(h5dump -H -d cost_usd "$1" | sed -n 's/^   DATASPACE  SIMPLE { ( \([0-9, ]*\) ).*/\1/p' | sed 's/[0-9][0-9]*/1/g; s/ //g')
h5dump -d cost_usd -c "$one_of_each" "$1"
