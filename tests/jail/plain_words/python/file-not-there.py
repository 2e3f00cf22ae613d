with open('boxes.txt') as file:
    print(file.read())
