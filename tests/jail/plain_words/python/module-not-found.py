import numpy

print(numpy.sum([3, 4]))
