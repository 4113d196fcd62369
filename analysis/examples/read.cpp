// A sweep's file in C++ with nothing but HDF5: the cheapest feasible point, by index.
//   g++ read.cpp $(pkg-config --cflags --libs hdf5-serial) -o read && ./read out.h5
#include <hdf5.h>

#include <cstdio>
#include <vector>

int main(int argc, char** argv) {
  const hid_t file = argc == 2 ? H5Fopen(argv[1], H5F_ACC_RDONLY, H5P_DEFAULT) : -1;
  if (file < 0) return 1;
  const hid_t cost_set = H5Dopen(file, "cost_usd", H5P_DEFAULT), status_set = H5Dopen(file, "status", H5P_DEFAULT);
  const hid_t space = H5Dget_space(cost_set);
  std::vector<hsize_t> sizes(H5Sget_simple_extent_ndims(space));
  H5Sget_simple_extent_dims(space, sizes.data(), nullptr);
  std::vector<float> cost(H5Sget_simple_extent_npoints(space));
  std::vector<unsigned char> status(cost.size());
  H5Dread(cost_set, H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, cost.data());
  H5Dread(status_set, H5T_NATIVE_UCHAR, H5S_ALL, H5S_ALL, H5P_DEFAULT, status.data());

  std::size_t best = cost.size();  // status 1: the point has values
  for (std::size_t i = 0; i < cost.size(); ++i) {
    if (status[i] == 1 && (best == cost.size() || cost[i] < cost[best])) best = i;
  }
  if (best == cost.size()) return 1;
  std::printf("cost_usd = %.6g at index", cost[best]);
  std::size_t inner = cost.size(), rest = best;  // the last dimension varies fastest
  for (const hsize_t size : sizes) {
    inner /= size;
    std::printf(" %zu", rest / inner);
    rest %= inner;
  }
  std::printf("\n");
}
